package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** {@code target remote | tcbridge pipe}: gdb starts tcbridge, which may start QEMU. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class PipeIT {
    private static final Firmware FIRMWARE = Firmware.CORTEX_M4F;
    private static final Pattern PROMPT = Pattern.compile("\\(gdb\\) ");

    @Test
    void oneCommandLineIsAWholeSetup() throws Exception {
        GdbBatch gdb = GdbBatch.at(
                FIRMWARE,
                "| " + tcbridge() + " pipe --spawn '" + qemu() + "'",
                "tbreak all_parked",
                "continue",
                "info threads",
                "detach");

        assertThat(gdb.threadNames()).hasSize(FIRMWARE.tasks().size()).startsWith("busy", "IDLE");
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains("tcbridge-pipe-it")))
                .as("QEMU has ended with the session")
                .isEmpty();
    }

    @Test
    void whatCannotBeReachedIsSaidByGdb() throws Exception {
        GdbBatch gdb = GdbBatch.at(
                FIRMWARE,
                "| " + tcbridge() + " pipe --spawn 'echo no such board {port}; exit 3' --log error",
                "print 1");

        assertThat(gdb.output()).contains("tcbridge the GDB server 'echo no such board", "ended with status 3");
    }

    /** gdb sends SIGINT to the pipe's process group with some versions, and 0x03 in any case. */
    @Test
    void ctrlC() throws Exception {
        try (Qemu qemu = Qemu.start(FIRMWARE);
                Child gdb = gdb("| " + tcbridge() + " pipe --backend 127.0.0.1:" + qemu.port())) {
            gdb.await(PROMPT);
            gdb.send("tbreak all_parked");
            gdb.send("continue");
            gdb.await(Pattern.compile("hit Temporary breakpoint"));
            gdb.await(PROMPT);
            for (int i = 0; i < 2; i++) {
                gdb.send("continue");
                gdb.await(Pattern.compile("Continuing"));
                long pipe = pipe(gdb);
                new ProcessBuilder("kill", "-INT", Long.toString(pipe)).start().waitFor();
                gdb.signal("INT");
                gdb.await(Pattern.compile("received signal SIGINT"));
                gdb.await(PROMPT);
            }
            gdb.send("info threads");
            gdb.await(Pattern.compile("\"IDLE\""));
            gdb.send("disconnect");
            gdb.send("quit");
            gdb.end();
        }
    }

    /** The process of tcbridge that a gdb has started. */
    private static long pipe(Child gdb) {
        return ProcessHandle.of(gdb.pid())
                .orElseThrow()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static Child gdb(String remote) throws Exception {
        List<String> line = new ArrayList<>(List.of(FIRMWARE.gdb().toString(), "-nx", "-q"));
        for (String setting : List.of("width 0", "height 0", "confirm off")) {
            line.addAll(List.of("-iex", "set " + setting));
        }
        line.addAll(List.of(FIRMWARE.elf().toString(), "-ex", "target remote " + remote));
        return Child.start(line);
    }

    private static String tcbridge() {
        return Tools.projectRoot().resolve("tcbridge").toString();
    }

    private static String qemu() {
        return String.join(" ", FIRMWARE.machine()) + " -kernel " + FIRMWARE.elf()
                + " -S -gdb tcp:127.0.0.1:{port} -display none -serial null -icount shift=6,sleep=off -name tcbridge-pipe-it";
    }
}
