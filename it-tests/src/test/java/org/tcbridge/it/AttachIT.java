package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnFourTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.rsp.kit.FreePort;

/** How sessions begin and end: before the scheduler runs, with and without symbols, detach, reconnect, load. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class AttachIT {
    private static final Map<String, String> ONE_CPU = Map.of("1", "CPU 0, no task");

    @OnFourTargets
    void theOnlyThreadBecomesTheRunningTask(Firmware firmware) throws Exception {
        try (Session session = Session.open(firmware)) {
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            session.runTo("kernel_start"); // 13 tasks and a current one, but the scheduler does not run
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            MiValue stop = session.runTo("all_parked");
            assertThat(stop.text("thread-id")).isEqualTo("1");
            assertThat(session.threads())
                    .containsEntry("1", "busy")
                    .containsValues(names(firmware))
                    .hasSize(17);
            assertThat(session.gdb().toString()).doesNotContain("=thread-exited");
        }
    }

    /** With {@code --elf} gdb sees the tasks from the first list on, whether it has symbols or not. */
    @OnFourTargets
    void symbolsFromTheFile(Firmware firmware) throws Exception {
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            try (Tcbridge tcbridge = Tcbridge.withElf(qemu.port(), firmware.elf())) {
                GdbBatch gdb = GdbBatch.run(
                        firmware.gdb(), firmware.settings(), Optional.empty(), tcbridge.port(), "info threads");

                assertThat(gdb.threadNames())
                        .hasSize(17)
                        .startsWith("busy", "IDLE")
                        .contains(names(firmware));
            }
        }
    }

    @OnFourTargets
    void aGdbWithoutSymbolsSeesWhatItWouldSeeWithoutAProxy(Firmware firmware) throws Exception {
        String[] commands = {"info threads", "info registers", "stepi", "stepi", "x/2i $pc", "maintenance print c-tdesc"
        };
        try (Qemu direct = Qemu.start(firmware);
                Qemu behind = Qemu.start(firmware);
                Tcbridge tcbridge = Tcbridge.before(behind.port())) {
            GdbBatch expected =
                    GdbBatch.run(firmware.gdb(), firmware.settings(), Optional.empty(), direct.port(), commands);
            GdbBatch shown =
                    GdbBatch.run(firmware.gdb(), firmware.settings(), Optional.empty(), tcbridge.port(), commands);

            assertThat(shown.output()).isEqualTo(expected.output());
            assertThat(tcbridge.log())
                    .as("says why there are no tasks")
                    .anyMatch(line -> line.startsWith("WARNING") && line.contains("gdb has offered no symbols"));
        }
    }

    /** QEMU lets the target run on after a detach. */
    @OnFourTargets
    void detachAndReconnect(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long ticks = session.gdb().number("tick_hook_count");
            MiValue stop;
            int tries = 0;
            do { // the computer may have been too busy to let QEMU run meanwhile
                session.gdb().run("-target-detach");
                stop = session.connect();
                tries++;
            } while (session.gdb().number("tick_hook_count") == ticks && tries < 20);

            assertThat(session.gdb().number("tick_hook_count")).isGreaterThan(ticks);
            assertThat(session.threads()).containsEntry(stop.text("thread-id"), session.currentTask());
            session.runTo("work_step"); // where it was stopped before, the kernel may have been moving a task
            assertThat(session.threads()).hasSize(17).containsValues(names(firmware));
        }
    }

    /** The target stands still meanwhile. */
    @OnFourTargets
    void disconnectAndReconnect(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            Map<String, String> before = session.threads();
            session.gdb().run("-target-disconnect");

            MiValue stop = session.connect();

            assertThat(stop.get("frame").text("func")).isEqualTo("all_parked");
            assertThat(session.threads()).isEqualTo(before);
        }
    }

    /** As IDEs do it: load, then reset. No task of the old program is left; then there are those of the new one. */
    @OnFourTargets
    void load(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            assertThat(session.gdb().cli("load")).contains("Start address").contains("Transfer rate");
            session.gdb().cli("monitor system_reset");

            session.runTo("main");
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            session.runTo("all_parked");
            assertThat(session.threads())
                    .containsEntry("1", "busy")
                    .containsValues(names(firmware))
                    .hasSize(17);
        }
    }

    private static String[] names(Firmware firmware) {
        List<String> names = new ArrayList<>();
        for (ExpectedTask task : firmware.tasks()) {
            names.add(task.name());
        }
        return names.toArray(String[]::new);
    }

    /** The file has the kernel's symbols, too: without a look at its CPU tasks would be read from anywhere. */
    @Test
    void aFileForAnotherCpu() throws Exception {
        Firmware firmware = Firmware.CORTEX_M3;
        try (Qemu qemu = Qemu.start(firmware);
                Tcbridge tcbridge = Tcbridge.withElf(qemu.port(), Firmware.MICROBLAZE_BE.elf())) {
            GdbBatch gdb = GdbBatch.run(firmware, tcbridge.port(), "tbreak all_parked", "continue", "info threads");

            assertThat(gdb.answer("info threads")).contains("all_parked ()").doesNotContain("\n  2");
            assertThat(tcbridge.log())
                    .anyMatch(
                            line -> line.startsWith("WARNING")
                                    && line.endsWith(
                                            "tasks are not shown: the program given with --elf is for another CPU than"
                                                    + " the target: for MicroBlaze, 32 bit, where the target is ARM M profile (Cortex-M)"));
        }
    }

    @Test
    void gdbSaysThatTheServerIsNotThere() throws Exception {
        int nobody = FreePort.any();
        try (Tcbridge tcbridge = Tcbridge.before(nobody)) {
            GdbBatch gdb = GdbBatch.run(Firmware.CORTEX_M3, tcbridge.port());

            String reason = "E.tcbridge cannot reach the GDB server at 127.0.0.1:" + nobody + ": Connection refused";
            assertThat(gdb.output())
                    .contains(
                            "warning: Remote failure reply: " + reason,
                            "Remote replied unexpectedly to 'vMustReplyEmpty': " + reason)
                    .doesNotContain("Remote connection closed");
        }
    }
}
