package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.rsp.Latin1;

/** Somebody's snapshot: its manifest and what that names, cut at form feeds. It is refused by its name, or is what it says. */
class SnapshotFuzzTest {
    private static final List<String> NAMES = List.of(
            "manifest.json",
            "memory/20000000.bin",
            "memory/ffffffffffffffff.bin",
            "description/target.xml",
            "description/a.xml",
            "memory-map.xml");

    @DictionaryEntries({
        "{\"schema\":\"tcbridge-snapshot\",\"version\":1,",
        "\"program\":null,",
        "\"program\":{\"file\":\"a\",\"sha256\":\"1\",\"machine\":40,\"big_endian\":true},",
        "\"cores\":[{\"thread\":\"p1.1\",\"g\":\"00\",\"p\":{\"25\":\"00\"}}],",
        "\"descriptions\":[\"target.xml\"],",
        "\"memory_map\":true,",
        "\"memory\":[{\"address\":\"0x20000000\",\"size\":4,\"from\":\"target\",\"unreadable\":[]}],",
        "\"unreadable\":[{\"address\":\"0x20000001\",\"size\":2}]",
        "\"symbols\":{\"a\":{\"address\":\"0x1\",\"size\":null}}}",
        "0xffffffffffffffff",
        "-1",
        "\\x0C",
        "<target>",
        "</target>"
    })
    @FuzzTest
    void isRefusedByItsNameOrIsWhatItSays(byte[] bytes) throws IOException {
        StoppedTarget target;
        try {
            target = SnapshotFile.parse("my.snapshot", zip(bytes));
        } catch (SnapshotException e) {
            assertThat(e).message().startsWith("my.snapshot: not a snapshot of tcbridge: ");
            return;
        }
        assertThat(target.image()).isNotNull();
        for (Region region : target.memory()) {
            Range all = new Range(region.address(), region.bytes().length);
            int readable = 0;
            for (Region part : StoppedTarget.readable(region)) {
                assertThat(part.bytes()).isNotEmpty();
                assertThat(all.contains(part.address())).isTrue();
                assertThat(all.contains(part.address() + part.bytes().length - 1))
                        .isTrue();
                readable += part.bytes().length;
            }
            assertThat(readable).isLessThanOrEqualTo(region.bytes().length);
            assertThat(readable == region.bytes().length)
                    .isEqualTo(region.unreadable().isEmpty());
        }
        isTheSameWhenItIsWrittenAgain(target);
    }

    private static void isTheSameWhenItIsWrittenAgain(StoppedTarget target) throws IOException {
        Path file = Files.createTempFile("tcbridge", ".snapshot");
        try {
            Snapshots.write(target, file);
            assertThat(SnapshotFile.read(file)).usingRecursiveComparison().isEqualTo(target);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        String[] parts = Latin1.text(bytes).split("\f", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (int i = 0; i < parts.length && i < NAMES.size(); i++) {
                zip.putNextEntry(new ZipEntry(NAMES.get(i)));
                zip.write(Latin1.bytes(parts[i]));
            }
        }
        return out.toByteArray();
    }
}
