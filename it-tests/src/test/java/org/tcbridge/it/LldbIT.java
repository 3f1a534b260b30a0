package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** LLDB instead of gdb: it answers the questions for symbols too, and sees the tasks as threads. */
@RequiresTool({"lldb", "qemu-system-arm"})
class LldbIT {
    @Test
    void stopsAtABreakpointAndShowsEveryTask() throws Exception {
        try (Qemu qemu = Qemu.start(Firmware.CORTEX_M3);
                Tcbridge tcbridge = Tcbridge.before(qemu.port());
                Child lldb = Child.start(lldb(
                        "target create --arch armv7m " + Firmware.CORTEX_M3.elf(),
                        "gdb-remote 127.0.0.1:" + tcbridge.port(),
                        "breakpoint set -n all_parked",
                        "continue",
                        "thread list",
                        "thread select 3",
                        "register read r4 r11",
                        "thread backtrace",
                        "thread select 1",
                        "thread step-over",
                        "register write r3 0x1234",
                        "register read r3",
                        "detach"))) {
            String output = lldb.end();

            assertThat(output).contains("thread #1, stop reason = breakpoint 1.1");
            assertThat(output.lines().filter(line -> line.matches("[* ] thread #\\d+: tid = .*")))
                    .as(output)
                    .hasSize(17);
            assertThat(output)
                    .as("what queue_waiter has in its registers")
                    .contains("r4 = 0xc0de0204", "r11 = 0xc0de020b");
            assertThat(output)
                    .containsSubsequence(
                            "`port_yield", "`semaphore_take", "`wait_inner", "`wait_outer", "`queue_waiter_main");
            assertThat(output).contains("thread #1, stop reason = step over", "r3 = 0x00001234");
            assertThat(output).contains("Process 1 detached");
        }
    }

    private static List<String> lldb(String... commands) {
        List<String> line = new ArrayList<>(List.of(Tools.path("lldb").toString(), "--no-lldbinit", "--batch"));
        for (String command : commands) {
            line.addAll(List.of("--one-line", command));
        }
        return line;
    }
}
