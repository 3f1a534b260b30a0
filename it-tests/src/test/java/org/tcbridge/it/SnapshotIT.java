package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Program;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** A snapshot, served, is to gdb what the machine was. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class SnapshotIT {
    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), snapshot");
    private static final String[] LOOK = {
        "info threads",
        "thread apply all backtrace",
        "thread apply all info registers",
        "x/4i $pc",
        "monitor tcbridge threads"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "CORTEX_M0", "MICROBLAZE_BE"})
    void gdbSeesTheSame(Firmware firmware) throws Exception {
        Path file = folder.resolve("a.snapshot");
        GdbBatch live;
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            try (Tcbridge tcbridge = Tcbridge.before(qemu.port())) {
                live = GdbBatch.run(firmware, tcbridge.port(), withDisconnect());
            }
            Program taken = Program.run(
                    "snapshot",
                    "--backend",
                    "127.0.0.1:" + qemu.port(),
                    "--elf",
                    firmware.elf().toString(),
                    "-o",
                    file.toString());
            assertThat(taken).isEqualTo(new Program(0, "17 threads of freertos\n"));
        }

        try (Child served = Program.start("serve", file.toString(), "--listen", "127.0.0.1:0")) {
            int port = Integer.parseInt(served.await(READY).group(1));
            GdbBatch gdb = GdbBatch.run(firmware, port, withDisconnect());

            for (String command : LOOK) {
                assertThat(gdb.answer(command)).as(command).isEqualTo(live.answer(command));
            }
            assertThat(gdb.threadNames()).hasSize(17);
        }
    }

    /** The server, here one for a snapshot, is started for it and ended after it: what it wrote is the same again. */
    @Test
    void startsTheServer() throws Exception {
        Firmware firmware = Firmware.CORTEX_M4F;
        Path file = folder.resolve("a.snapshot");
        Path again = folder.resolve("b.snapshot");
        Path core = folder.resolve("a.core");
        Path coreAgain = folder.resolve("b.core");
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            String backend = "127.0.0.1:" + qemu.port();
            for (String[] command : new String[][] {{"snapshot", file.toString()}, {"core", core.toString()}}) {
                Program made =
                        Program.run(command[0], "--backend", backend, "--elf", "" + firmware.elf(), "-o", command[1]);
                assertThat(made).isEqualTo(new Program(0, "17 threads of freertos\n"));
            }
        }
        String server =
                Tools.projectRoot().resolve("tcbridge") + " serve " + file + " --rtos none --listen 127.0.0.1:{port}";
        for (String[] command : new String[][] {{"snapshot", again.toString()}, {"core", coreAgain.toString()}}) {
            Program made = Program.run(command[0], "--spawn", server, "--elf", "" + firmware.elf(), "-o", command[1]);
            assertThat(made.status()).as(made.output()).isZero();
            assertThat(made.output()).contains("[tcbridge] listening on 127.0.0.1:", "17 threads of freertos\n");
        }

        assertThat(again).hasSameBinaryContentAs(file);
        assertThat(coreAgain).hasSameBinaryContentAs(core);
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(" serve " + file)))
                .isEmpty();
    }

    private static String[] withDisconnect() {
        String[] commands = Arrays.copyOf(LOOK, LOOK.length + 1);
        commands[LOOK.length] = "disconnect";
        return commands;
    }

    /** Running is refused in words; gdb goes on, and what it writes it reads. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "MICROBLAZE_BE"})
    void gdbStaysUsable(Firmware firmware) throws Exception {
        Path file = folder.resolve("a.snapshot");
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            Program.run(
                    "snapshot",
                    "--backend",
                    "127.0.0.1:" + qemu.port(),
                    "--elf",
                    firmware.elf().toString(),
                    "-o",
                    file.toString());
        }

        try (Child served = Program.start("serve", file.toString(), "--listen", "127.0.0.1:0")) {
            int port = Integer.parseInt(served.await(READY).group(1));
            GdbBatch gdb = GdbBatch.run(
                    firmware,
                    port,
                    "continue",
                    "stepi",
                    "next",
                    "thread 3",
                    "set var work_count = 77",
                    "print work_count",
                    "set var $pc = 4",
                    "print $pc",
                    "info threads");

            for (String motion : new String[] {"continue", "stepi", "next"}) {
                assertThat(gdb.answer(motion))
                        .contains("this target is a snapshot: it can be looked at and written to, but it cannot run");
            }
            assertThat(gdb.answer("print work_count")).isEqualTo("$1 = 77");
            assertThat(gdb.answer("print $pc")).startsWith("$2 = (void (*)()) 0x4");
            assertThat(gdb.threadNames()).hasSize(17);
        }
    }
}
