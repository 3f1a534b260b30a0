package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Program;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** {@code tcbridge threads} with emulators: the same as gdb shows behind the proxy, and the machine stays as it was. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class ThreadsCommandIT {
    /** Number, name, state, and the place in a function that gdb shows. */
    private static final Pattern GDB = Pattern.compile(
            "(?m)^[* ] +(\\d+) +Thread \\S+ \"(\\w+)\" \\((\\w+).*?\\) +(?:0x[0-9a-f]+ in )?(\\w+) \\(");

    private static final Pattern ROW =
            Pattern.compile("(?m)^ *(\\d+) +(\\w+) +(\\w+) .* 0x[0-9a-f]{8} in (\\w+?)(?:\\+\\d+)?(?: .*)?$");

    private static Map<Integer, String> rows(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row.group(1)), ThreadsCommandIT::words, (a, b) -> b, TreeMap::new));
    }

    private static String words(MatchResult row) {
        return Stream.of(row.group(2), row.group(3), row.group(4)).collect(Collectors.joining(" "));
    }

    private static Program threads(Qemu qemu, Firmware firmware, String... options) throws Exception {
        List<String> args = Stream.concat(
                        Stream.of("threads", "--backend", "127.0.0.1:" + qemu.port(), "--elf", "" + firmware.elf()),
                        Stream.of(options))
                .toList();
        return Program.run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "MICROBLAZE_BE"})
    void theTableIsWhatGdbShows(Firmware firmware) throws Exception {
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            String gdb;
            try (Tcbridge tcbridge = Tcbridge.before(qemu.port())) {
                gdb = GdbBatch.run(firmware, tcbridge.port(), "info threads", "disconnect")
                        .answer("info threads");
            }

            Program table = threads(qemu, firmware, "--expect-task", "busy:running", "--max-stack", "80");

            assertThat(table.status()).as(table.output()).isZero();
            assertThat(rows(ROW, table.output()))
                    .hasSize(17)
                    .isEqualTo(rows(GDB, gdb))
                    .containsEntry(1, "busy running all_parked");
            assertThat(qemu.status()).isEqualTo("paused");
        }
    }

    @Test
    void aMachineThatRunsRunsOn() throws Exception {
        Firmware firmware = Firmware.CORTEX_M4F;
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            qemu.run();

            Program refused = threads(qemu, firmware);

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.output())
                    .isEqualTo(
                            "tcbridge threads: threads of 127.0.0.1:%d: the target runs: --halt stops it, and lets it run on afterwards\n"
                                    .formatted(qemu.port()));
            assertThat(qemu.status()).isEqualTo("running");

            Program table = threads(qemu, firmware, "--halt", "--expect-task", "IDLE");

            assertThat(table.status()).as(table.output()).isZero();
            assertThat(rows(ROW, table.output())).hasSize(17);
            assertThat(qemu.status()).isEqualTo("running");
        }
    }

    /** A server of its own, here one for a snapshot without its tasks, is started for the look and ended after it. */
    @Test
    void startsTheServer(@TempDir Path folder) throws Exception {
        Firmware firmware = Firmware.CORTEX_M4F;
        Path snapshot = folder.resolve("a.snapshot");
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            Program.run(
                    "snapshot",
                    "--backend",
                    "127.0.0.1:" + qemu.port(),
                    "--elf",
                    "" + firmware.elf(),
                    "-o",
                    "" + snapshot);
        }

        Program table = Program.run(
                "threads",
                "--spawn",
                Tools.projectRoot().resolve("tcbridge") + " serve " + snapshot
                        + " --rtos none --listen 127.0.0.1:{port}",
                "--elf",
                firmware.elf().toString(),
                "--expect-task",
                "busy:running");

        assertThat(table.status()).as(table.output()).isZero();
        assertThat(table.output()).contains("[tcbridge] listening on 127.0.0.1:");
        assertThat(rows(ROW, table.output())).hasSize(17);
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(" serve " + snapshot)))
                .isEmpty();
    }
}
