package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedThread;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** How sessions with ThreadX begin, and what is shown when its memory is damaged. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class ThreadXAttachIT {

    /** As one connects to OpenOCD; QEMU lets the target run on after a detach. */
    @ParameterizedTest
    @EnumSource
    void extendedRemote(ThreadXFirmware firmware) throws Exception {
        try (Qemu qemu = Qemu.start(firmware);
                Tcbridge tcbridge = Tcbridge.before(qemu.port());
                GdbMi gdb = GdbMi.start(firmware)) {
            String connect = "-target-select extended-remote 127.0.0.1:" + tcbridge.port();
            gdb.run(connect);
            gdb.stopped();
            gdb.run("-break-insert -t all_parked");
            assertThat(gdb.stopAfter("continue").text("thread-id")).isEqualTo("1");
            assertThat(gdb.run("-thread-info").list("threads")).hasSize(23);
            long ticks = gdb.number("tick_hook_count");
            // how soon the emulator goes on is its machine's business
            long now = ticks;
            for (int i = 0; i < 50 && now == ticks; i++) {
                gdb.run("-target-detach");
                gdb.run(connect);
                gdb.stopped();
                now = gdb.number("tick_hook_count");
            }

            assertThat(now).isGreaterThan(ticks);
            // the moment it was stopped in is any: between two threads too, where the CPU is a thread of its own
            gdb.run("-break-insert -t work_step");
            gdb.stopAfter("continue");
            List<MiValue> threads = gdb.run("-thread-info").list("threads");
            assertThat(threads).hasSize(23);
            assertThat(threads).filteredOn(thread -> thread.has("core")).hasSize(1);
        }
    }

    /** With {@code --elf} gdb sees the threads from the first list on, though it has no symbols itself. */
    @ParameterizedTest
    @EnumSource
    void symbolsFromTheFile(ThreadXFirmware firmware) throws Exception {
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            try (Tcbridge tcbridge = Tcbridge.withElf(qemu.port(), firmware.elf())) {
                GdbBatch gdb =
                        GdbBatch.run(firmware.gdb(), List.of(), Optional.empty(), tcbridge.port(), "info threads");

                assertThat(gdb.threadNames())
                        .startsWith("busy", "System Timer Thread")
                        .containsExactlyInAnyOrderElementsOf(firmware.threads().stream()
                                .map(ExpectedThread::name)
                                .filter(name -> !name.isEmpty())
                                .toList());
            }
        }
    }

    @Test
    void autoTellsTheKernelsApart() throws Exception {
        try (Session threadX = Session.parked(ThreadXFirmware.CORTEX_M4F);
                Session freeRtos = Session.parked(Firmware.CORTEX_M4F)) {
            assertThat(threadX.gdb().cli("monitor tcbridge status"))
                    .containsPattern("(?m)^rtos +ThreadX")
                    .doesNotContain("FreeRTOS");
            assertThat(freeRtos.gdb().cli("monitor tcbridge status"))
                    .containsPattern("(?m)^rtos +FreeRTOS")
                    .doesNotContain("ThreadX");
        }
    }

    /** The ring can still be walked from its other end: nobody is lost, and what was found is said. */
    @ParameterizedTest
    @EnumSource
    void aRingThatIsBroken(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            Map<String, String> before = session.threads();
            session.gdb().cli("set var thread_pool[5].tx_thread_created_next = 3");

            assertThat(session.threads()).isEqualTo(before);
            assertThat(session.gdb().cli("monitor tcbridge status"))
                    .contains("leads to 0x3: expected the address of a thread's control block");

            session.gdb().cli("set var thread_pool[5].tx_thread_created_next = &thread_pool[6]");
            assertThat(session.threads()).isEqualTo(before);
            assertThat(session.gdb().cli("monitor tcbridge status")).containsPattern("(?m)^problems +none$");
        }
    }

    /** A thread whose control block is overwritten is left out; those on both sides of it stay. */
    @ParameterizedTest
    @EnumSource
    void aThreadThatIsOverwritten(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().cli("set var thread_pool[5].tx_thread_id = 0");

            assertThat(session.threads()).hasSize(22).doesNotContainValue("block_waiter");
            assertThat(session.gdb().cli("monitor tcbridge status"))
                    .contains("tx_thread_id is 0x0, expected 0x54485244 (THRD)");
            session.runTo("work_step");
        }
    }
}
