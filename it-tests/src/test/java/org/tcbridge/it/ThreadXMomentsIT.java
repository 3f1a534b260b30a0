package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedThread;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** Moments in which ThreadX's current thread is not what the processor runs: before the kernel, in handlers, with nothing to do. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class ThreadXMomentsIT {
    private static final Map<String, String> ONE_CPU = Map.of("1", "CPU 0, no task");

    @ParameterizedTest
    @EnumSource
    void theOnlyThreadBecomesTheRunningOne(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.open(firmware)) {
            assertThat(session.threads()).isEqualTo(ONE_CPU);
            session.runTo("main");
            assertThat(session.threads()).isEqualTo(ONE_CPU);
            session.runTo("hardware_ready");
            assertThat(session.gdb().number("_tx_thread_system_state")).isEqualTo(0xf0f0_f0f1L);
            assertThat(session.threads()).isEqualTo(ONE_CPU);
            session.runTo("kernel_start");
            assertThat(session.gdb().number("_tx_thread_system_state")).isEqualTo(0xf0f0_f0f0L);
            assertThat(session.gdb().number("_tx_thread_created_count")).isEqualTo(18);
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            MiValue stop = session.runTo("all_parked");

            assertThat(stop.text("thread-id")).isEqualTo("1");
            assertThat(session.threads()).containsEntry("1", "busy").hasSize(23);
            assertThat(session.gdb().toString()).doesNotContain("=thread-exited");
        }
    }

    /** The processor's stack pointer still is the last thread's, but it runs no thread: it is one of its own. */
    @ParameterizedTest
    @EnumSource
    void whileNoThreadIsReady(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            MiValue stop = idle(session);

            assertThat(session.gdb().number("_tx_thread_current_ptr")).isZero();
            String cpu = stop.text("thread-id");
            assertThat(session.threads()).hasSize(24).containsEntry("1", "busy");
            assertThat(details(session, cpu))
                    .isEqualTo("CPU 0, no task" + (firmware.isCortexM() ? ", in handler: exception 14 (PendSV)" : ""));
            assertThat(functions(session, cpu))
                    .containsExactly(firmware.isCortexM() ? "PendSV_Handler" : "_tx_thread_schedule");
            assertThat(details(session, "1")).isEqualTo("sleeping, priority 16");
            assertThat(functions(session, "1"))
                    .containsExactly(
                            "port_switch",
                            "kernel_dispatch",
                            "kernel_wait",
                            "kernel_sleep",
                            "rest",
                            "busy_loop",
                            "busy_entry",
                            "_tx_thread_shell_entry");
            Map<String, List<String>> backtraces = new HashMap<>();
            for (Map.Entry<String, String> shown : session.threads().entrySet()) {
                backtraces.put(shown.getValue(), functions(session, shown.getKey()));
            }
            for (ExpectedThread thread : firmware.threads()) {
                if (!thread.runs() && !thread.name().isEmpty()) {
                    assertThat(backtraces).containsEntry(thread.name(), thread.backtrace());
                }
            }
        }
    }

    /**
     * The thread that stands for the processor is the same one each time, and goes when a real one runs again. gdb gives each thread that
     * comes a number of its own, so it is the target's id that tells.
     */
    @ParameterizedTest
    @EnumSource
    void theProcessorsOwnThreadComesAndGoes(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            String first = idle(session).text("thread-id");
            String id = target(session, first);

            assertThat(idle(session).text("thread-id")).isEqualTo(first);
            for (int round = 0; round < 2; round++) {
                assertThat(session.runTo("work_step").text("thread-id")).isEqualTo("1");
                assertThat(session.threads()).hasSize(23);
                assertThat(target(session, idle(session).text("thread-id"))).isEqualTo(id);
                assertThat(session.threads()).hasSize(24);
            }
        }
    }

    /** What gdb shows of a thread's id on the wire. */
    private static String target(Session session, String thread) throws Exception {
        return session.gdb()
                .run("-thread-info " + thread)
                .list("threads")
                .getFirst()
                .text("target-id");
    }

    /** The interrupted thread keeps its id and its text says so. */
    @ParameterizedTest
    @EnumSource
    void inAnInterrupt(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            MiValue stop = session.runTo("tick_hook");

            assertThat(session.name(stop.text("thread-id"))).isEqualTo("busy");
            assertThat(details(session, "1"))
                    .isEqualTo("running, in handler: "
                            + (firmware.isCortexM() ? "exception 15 (SysTick)" : "IRQ mode")
                            + ", priority 16");
            assertThat(functions(session, "1")).startsWith("tick_hook", "kernel_tick");
            assertThat(session.threads()).hasSize(23);

            session.runTo("work_step");
            assertThat(details(session, "1")).isEqualTo("running, priority 16");
        }
    }

    /** Between the interrupt and the instruction that counts it, only the processor's mode tells. */
    @ParameterizedTest
    @EnumSource(names = {"ARM926", "CORTEX_A9"})
    void atAHandlersFirstInstruction(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            MiValue stop = session.runTo("*&__tx_irq_handler");

            assertThat(session.gdb().number("_tx_thread_system_state")).isZero();
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("busy");
            assertThat(details(session, "1")).isEqualTo("running, in handler: IRQ mode, priority 16");
        }
    }

    @ParameterizedTest
    @EnumSource
    void inAnInterruptWhileNoThreadIsReady(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            idle(session);

            MiValue stop = session.runTo("tick_hook");

            String cpu = stop.text("thread-id");
            assertThat(details(session, cpu))
                    .isEqualTo("CPU 0, no task, in handler: "
                            + (firmware.isCortexM() ? "exception 15 (SysTick)" : "IRQ mode"));
            assertThat(functions(session, cpu)).startsWith("tick_hook", "kernel_tick");
            assertThat(session.threads()).hasSize(24);
        }
    }

    /** Threads come and go at the same address: each is another one for gdb. */
    @ParameterizedTest
    @EnumSource
    void threadsThatEnd(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("set var churn_enabled = 1");
            runTo(session, "work_step if _tx_thread_created_count == 24");
            assertThat(session.threads()).hasSize(24).containsValue("churn_child");
            assertThat(functions(session, session.thread("churn_child")))
                    .endsWith("wait_inner", "wait_outer", "sleeper_entry", "_tx_thread_shell_entry");

            runTo(session, "work_step if _tx_thread_created_count == 23 && churn_rounds > 0");
            assertThat(session.threads()).hasSize(23).doesNotContainValue("churn_child");
            assertThat(gdb.number("corruption_count")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void loadAndReset(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().cli("load");
            session.gdb().cli("monitor system_reset");

            session.runTo("kernel_start");
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            session.runTo("all_parked");
            assertThat(session.threads()).containsEntry("1", "busy").hasSize(23);
        }
    }

    /** To the scheduler's loop. */
    private static MiValue idle(Session session) throws Exception {
        session.gdb().cli("set var rest_enabled = 1");
        return runTo(session, "*(*(unsigned int *) &port_idle_pc)");
    }

    private static MiValue runTo(Session session, String place) throws Exception {
        session.gdb().cli("tbreak " + place);
        return session.resume();
    }

    private static String details(Session session, String thread) throws Exception {
        return session.gdb()
                .run("-thread-info " + thread)
                .list("threads")
                .getFirst()
                .text("details");
    }

    private static List<String> functions(Session session, String thread) throws Exception {
        return session.gdb().run("-stack-list-frames --thread " + thread).list("stack").stream()
                .map(frame -> frame.text("func"))
                .toList();
    }
}
