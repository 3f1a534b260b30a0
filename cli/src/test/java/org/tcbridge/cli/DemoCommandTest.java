package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tcbridge.cli.demo.GdbSession;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.elf.ElfFile;

final class DemoCommandTest {
    /** What depends on the compiler, and on when the snapshot was taken. */
    private static String settled(String line) {
        return line.replaceAll("0x[0-9a-f]{8} in (\\w+)(\\+\\d+)?", "0x... in $1+...")
                .replaceAll("event list 0x[0-9a-f]{8}", "event list 0x...")
                .replaceAll("until tick \\d{1,3},", "until tick ...,")
                .replaceAll(" {2,}", "  ")
                .stripTrailing();
    }

    @Test
    void showsOneThreadWithoutTcbridgeAndAllTasksBehindIt() {
        Cli cli = Cli.run("demo");

        assertThat(cli.err()).isEmpty();
        assertThat(cli.status()).isZero();
        assertThat(cli.out().lines().map(DemoCommandTest::settled))
                .containsExactly(
                        "A stopped Cortex-M4F with FreeRTOS tasks, as its GDB server shows it:",
                        "",
                        "(gdb) info threads",
                        "  Id  Target Id  Frame",
                        "* 1  Thread 1  0x... in all_parked+...",
                        "",
                        "The same server behind tcbridge:",
                        "",
                        "(gdb) info threads",
                        "  Id  Target Id  Frame",
                        "* 1  Thread 1 \"busy\" (running, priority 2)  0x... in all_parked+...",
                        "  2  Thread 2 \"IDLE\" (ready, priority 0)  0x... in spin_forever+...",
                        "  3  Thread 3 \"queue_waiter\" (blocked: event list 0x..., no time limit, priority 5)"
                                + "  0x... in port_yield_fp+...",
                        "  4  Thread 4 \"queue_timed\" (blocked: event list 0x..., until tick 1000000, priority 5)"
                                + "  0x... in port_yield+...",
                        "  5  Thread 5 \"notify_waiter\" (blocked: notification, no time limit, priority 4)"
                                + "  0x... in port_yield+...",
                        "  6  Thread 6 \"sleeper\" (blocked: until tick 500000, priority 4)"
                                + "  0x... in port_yield_fp+...",
                        "  7  Thread 7 \"sleeper_wrap\" (blocked: until tick ..., priority 3)  0x... in port_yield+...",
                        "  8  Thread 8 \"suspended\" (suspended, priority 3)  0x... in port_yield+...",
                        "  9  Thread 9 \"worker_a\" (blocked: until tick ..., priority 6)"
                                + "  0x... in port_yield_fp+...",
                        "  10  Thread 10 \"worker_b\" (blocked: until tick ..., priority 6)  0x... in port_yield+...",
                        "  11  Thread 11 \"stepper\" (blocked: until tick ..., priority 4)  0x... in port_yield+...",
                        "  12  Thread 12 \"churner\" (blocked: until tick ..., priority 3)  0x... in port_yield+...",
                        "  13  Thread 13 \"pender\" (blocked: event list 0x..., no time limit, priority 5)"
                                + "  0x... in port_yield+...",
                        "  14  Thread 14 \"spin\" (ready, priority 2)  0x... in spin_forever_fp+...",
                        "  15  Thread 15 \"polite\" (ready, priority 2)  0x... in port_yield+...",
                        "  16  Thread 16 \"never_ran\" (ready, priority 1)  0x... in task_never_ran+...",
                        "  17  Thread 17 \"deleted\" (deleted: until the idle task frees it, priority 3)"
                                + "  0x... in port_yield+...",
                        "",
                        "(gdb) thread 3",
                        "[Switching to thread 3 (Thread 3)]",
                        "#0  0x... in port_yield_fp+...",
                        "(gdb) info registers",
                        "r0  0xc0de0200  -1059192320",
                        "r1  0xc0de0201  -1059192319",
                        "r2  0xc0de0202  -1059192318",
                        "r3  0xc0de0203  -1059192317",
                        "r4  0xc0de0204  -1059192316",
                        "r5  0xc0de0205  -1059192315",
                        "r6  0xc0de0206  -1059192314",
                        "r7  0xc0de0207  -1059192313",
                        "r8  0xc0de0208  -1059192312",
                        "r9  0xc0de0209  -1059192311",
                        "r10  0xc0de020a  -1059192310",
                        "r11  0xc0de020b  -1059192309",
                        "r12  0xc0de020c  -1059192308",
                        register(cli, "sp"),
                        "lr  0xc0de020e  -1059192306",
                        register(cli, "pc"),
                        "xpsr  0x61000000  1627389952",
                        "",
                        "With a gdb of your own: tcbridge demo --hold");
        assertThat(register(cli, "sp")).matches("sp {2}(0x2000\\w{4}) {2}\\1");
        assertThat(register(cli, "pc")).matches("pc {2}(0x\\w+) {2}\\1 <port_yield_fp\\+\\d+>");
    }

    private static String register(Cli cli, String name) {
        return cli.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(DemoCommandTest::settled)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void holdServesAGdbAndCleansUpAtTheEnd() throws Exception {
        RunningCli cli = new RunningCli("demo", "--hold");
        Matcher command = Pattern.compile("  gdb-multiarch (\\S+) -ex 'target remote 127\\.0\\.0\\.1:(\\d+)'")
                .matcher("");
        while (!command.reset(cli.line()).matches()) {
            // the tables before it
        }
        Path file = Path.of(command.group(1));
        ElfFile elf = ElfFile.read(file);
        InetSocketAddress proxy =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(command.group(2)));
        try (GdbSession gdb = GdbSession.connect(proxy, elf, new DataModel(elf.order(), elf.pointerBytes()))) {
            assertThat(gdb.threads()).hasSize(17);
        }

        assertThat(cli.end()).as(cli.err()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(Files.exists(file.getParent())).isFalse();
    }
}
