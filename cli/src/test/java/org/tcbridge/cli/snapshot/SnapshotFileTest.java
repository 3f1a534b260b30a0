package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.cli.snapshot.StoppedTarget.Core;
import org.tcbridge.cli.snapshot.StoppedTarget.KnownSymbol;
import org.tcbridge.cli.snapshot.StoppedTarget.ProgramFile;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.rsp.ThreadId;

final class SnapshotFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static StoppedTarget target() {
        byte[] ram = new byte[1000];
        ram[33] = 1;
        ram[999] = (byte) 0xfe;
        return new StoppedTarget(
                Optional.of(new ProgramFile("a.elf", "1234", 189, ByteOrder.BIG_ENDIAN)),
                List.of(
                        new Core(ThreadId.of(1, 2), "00112233", new TreeMap<>(Map.of(26, "0000000000000001"))),
                        new Core(ThreadId.of(1, 1), "44556677", new TreeMap<>())),
                Map.of("target.xml", "<target>\n</target>"),
                Optional.of("<memory-map/>"),
                List.of(
                        new Region(0xffff_fff0_0000_0000L, ram, true, List.of(new Range(0xffff_fff0_0000_0010L, 16))),
                        new Region(0, new byte[] {1, 2, 3}, false, List.of())),
                new TreeMap<>(Map.of(
                        "pxCurrentTCB", new KnownSymbol(0xffff_fff0_0000_0020L, OptionalLong.of(4)),
                        "xTickCount", new KnownSymbol(0x20, OptionalLong.empty()))));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Path file = folder.resolve("a.snapshot");

        Snapshots.write(target(), file);
        StoppedTarget again = SnapshotFile.read(file);

        assertThat(again)
                .usingRecursiveComparison()
                .ignoringCollectionOrderInFields("descriptions")
                .isEqualTo(target());
        assertThat(again.known().orElseThrow().symbols().address("xTickCount")).hasValue(0x20);
        assertThat(again.known().orElseThrow().symbols().address("pxTask")).isEmpty();
        assertThat(folder.toFile().list()).containsExactly("a.snapshot");
    }

    /** Snapshots of before memory maps were kept have no word of one. */
    @Test
    void withoutAMemoryMap() throws IOException {
        String old = Manifest.write(target())
                .replaceFirst("\"memory_map\": *true,", "")
                .replaceFirst("(?s)\"descriptions\": *\\[.*?\\]", "\"descriptions\": []")
                .replaceFirst("(?s)\"memory\": *\\[.*\\](?=,\\s*\"symbols\")", "\"memory\": []");

        StoppedTarget read = SnapshotFile.parse("x", zip(old));

        assertThat(read.memoryMap()).isEmpty();
        assertThat(read.cores()).isEqualTo(target().cores());
    }

    @Test
    void theSameTargetMakesTheSameFile() throws IOException {
        Snapshots.write(target(), folder.resolve("a"));
        Snapshots.write(target(), folder.resolve("b"));

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void whatCouldNotBeReadIsNotServed() {
        List<Region> parts = StoppedTarget.readable(target().memory().getFirst());

        assertThat(parts).extracting(Region::address).containsExactly(0xffff_fff0_0000_0000L, 0xffff_fff0_0000_0020L);
        assertThat(parts.get(0).bytes()).hasSize(16);
        assertThat(parts.get(1).bytes()).hasSize(1000 - 32).endsWith(0xfe);
    }

    @Test
    void whatIsNoneIsNamed() throws IOException {
        String not = "x: not a snapshot of tcbridge: ";
        assertThatThrownBy(() -> SnapshotFile.read(folder.resolve("x")))
                .hasMessage(folder.resolve("x") + ": no such file: expected a snapshot");
        assertThatThrownBy(() -> SnapshotFile.parse("x", new byte[] {1, 2, 3}))
                .hasMessage(not + "no manifest.json in it");
        assertThatThrownBy(() -> SnapshotFile.parse("x", zip("{\"schema\":\"tcbridge-snapshot\",\"version\":2}")))
                .hasMessage(not
                        + "its manifest is of 'tcbridge-snapshot', version 2: expected 'tcbridge-snapshot', version 1");
        assertThatThrownBy(() -> SnapshotFile.parse("x", zip("{")))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith(not + "it is damaged: ");
        assertThatThrownBy(() -> SnapshotFile.parse(
                        "x",
                        zip("{\"schema\":\"tcbridge-snapshot\",\"version\":1,\"descriptions\":[],"
                                + "\"memory\":[{\"address\":\"0x10\",\"size\":4}]}")))
                .hasMessage(not + "no memory/10.bin in it");
    }

    /** What is read can be served: what cannot be is named when it is read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"thread\":\"p1.2\"'   | '\"thread\":\"p1.-1\"'   | 'thread ''p1.-1'': expected one thread, neither any nor all'",
                "'\"g\":\"00112233\"'    | '\"g\":\"0011223\"'      | 'g: expected registers in hexadecimal'",
                "'\"g\":\"00112233\"'    | '\"g\":\"\"'             | 'g: expected registers in hexadecimal'",
                "'\"0000000000000001\"'   | '\"z\"'                   | 'p26: expected a register in hexadecimal'",
                "'0xfffffff000000010' | '0xfffffff0000003e0'       | 'unreadable: 0xfffffff0000003e0, 16 bytes: expected a part of 0xfffffff000000000, 1000 bytes'",
                "'\"size\":16'           | '\"size\":-16'           | 'unreadable: 0xfffffff000000010, -16 bytes: expected a part of 0xfffffff000000000, 1000 bytes'",
            })
    void whatCannotBeServedIsNotRead(String text, String damaged, String problem) throws IOException {
        String manifest = Manifest.write(target());
        assertThat(manifest).contains(text);

        assertThatThrownBy(() -> SnapshotFile.parse("x", whole(manifest.replace(text, damaged), "<target/>")))
                .hasMessage("x: not a snapshot of tcbridge: " + problem);
    }

    @Test
    void aDescriptionThatCannotBeRead() {
        assertThatThrownBy(() -> SnapshotFile.parse("x", whole(Manifest.write(target()), "<target")))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("x: not a snapshot of tcbridge: target description: ");
    }

    /** With all that the manifest of {@link #target} names. */
    private static byte[] whole(String manifest, String description) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : Map.of(
                            "manifest.json", manifest.getBytes(StandardCharsets.UTF_8),
                            "description/target.xml", description.getBytes(StandardCharsets.UTF_8),
                            "memory-map.xml", new byte[0],
                            "memory/fffffff000000000.bin", new byte[1000],
                            "memory/0.bin", new byte[3])
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] zip(String manifest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /** Whatever is changed in a manifest, a snapshot or a message comes of it. */
    @Test
    void damage() throws IOException {
        String manifest = Manifest.write(target());
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(manifest);
            damaged.setCharAt(random.nextInt(manifest.length()), (char) (32 + random.nextInt(95)));
            try {
                SnapshotFile.parse("x", zip(damaged.toString()));
            } catch (SnapshotException e) {
                assertThat(e).hasMessageStartingWith("x: not a snapshot of tcbridge: ");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
