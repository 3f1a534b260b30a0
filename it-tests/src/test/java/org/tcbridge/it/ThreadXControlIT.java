package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** Stepping threads of ThreadX, breakpoints for one of them, writing the registers of those that do not run. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class ThreadXControlIT {

    /** The firmware compares its registers when it resumes, so it must find the one that was changed, and no other. */
    @ParameterizedTest
    @EnumSource
    void aWrittenRegisterIsTheThreadsOwn(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            String live = gdb.cli("info registers");
            gdb.cli("thread " + session.thread("semaphore_timed"));
            gdb.cli("set var $r6 = 0x12345678");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.number("(unsigned int) $r6")).isEqualTo(0x12345678);

            gdb.cli("thread 1");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("info registers")).as("the CPU").isEqualTo(live);

            gdb.cli("set var wake_all = 1");
            corrupted(session, "semaphore_timed", 6);
            session.runTo("all_parked");
            assertThat(gdb.number("corruption_count")).isEqualTo(1);
        }
    }

    /** Its frame is of the other form on ARM926 and Cortex-A9: it was interrupted. Its loop tells no register's number. */
    @ParameterizedTest
    @CsvSource({"CORTEX_M4F, spin, 199", "ARM926, spin, 99", "ARM926, thumb_spin, 99", "CORTEX_A9, spin, 199"})
    void aWrittenRegisterOfAPreemptedThread(ThreadXFirmware firmware, String name, int where) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().cli("thread " + session.thread(name));
            session.gdb().cli("set var $r9 = 1");

            corrupted(session, name, where);
        }
    }

    /** d10 is s20 and s21, and 1.5 has a lower half that the thread did not have. With NEON gdb has it as a union. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "CORTEX_A9"})
    void aWrittenFpRegisterIsTheThreadsOwn(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            String register = firmware.isCortexM() ? "$d10" : "$d10.f64";
            gdb.cli("thread " + session.thread("queue_waiter"));
            assertThat(gdb.cli("p/x " + register)).isEqualTo("$1 = 0x4302150043021400");
            gdb.cli("set var " + register + " = 1.5");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("print " + register)).isEqualTo("$2 = 1.5");

            gdb.cli("set var wake_all = 1");
            corrupted(session, "queue_waiter", 120);
        }
    }

    private static void corrupted(Session session, String thread, int where) throws Exception {
        MiValue stop = session.runTo("corrupted");
        assertThat(session.name(stop.text("thread-id"))).isEqualTo(thread);
        assertThat(current(session)).isEqualTo(thread);
        assertThat(session.gdb().number("where")).isEqualTo(where);
    }

    /** Nothing is written instead, neither to the thread's stack nor to the CPU. */
    @ParameterizedTest
    @CsvSource({
        "CORTEX_M4F, semaphore_timed, d9",
        "ARM926, semaphore_timed, r0",
        "ARM926, thumb_waiter, r12",
        "CORTEX_A9, semaphore_timed, d20.f64",
        "CORTEX_A9, queue_waiter, d7.f64",
        "CORTEX_A9, queue_waiter, r3",
    })
    void aRegisterThatIsNotSavedCannotBeWritten(ThreadXFirmware firmware, String thread, String place)
            throws Exception {
        String register = place.replace(".f64", "");
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            String live = gdb.cli("info all-registers");
            gdb.cli("thread " + session.thread(thread));

            assertThat(gdb.cliRefused("set var $" + place + " = 1"))
                    .contains(
                            "Could not write register \"" + register + "\"",
                            "its saved frame does not hold " + register);

            gdb.cli("thread 1");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("info all-registers")).isEqualTo(live);
            gdb.cli("set var wake_all = 1");
            gdb.run("-break-insert corrupted");
            assertThat(session.runTo("all_parked").get("frame").text("func")).isEqualTo("all_parked");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nextOverABlockingCall(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            MiValue stop = session.runTo("step_over_me");
            long rounds = gdb.number("step_after");
            long ticks = gdb.number("tick_hook_count");

            do {
                stop = gdb.stopAfter("next");
                ended(session, stop, "end-stepping-range", "step_over_me");
            } while (Long.parseLong(stop.get("frame").text("line")) != ThreadXFirmware.line("step_after++"));

            assertThat(gdb.number("step_before")).isEqualTo(rounds + 1);
            assertThat(gdb.number("step_after")).as("not yet executed").isEqualTo(rounds);
            assertThat(gdb.number("tick_hook_count")).as("others ran").isGreaterThanOrEqualTo(ticks + 3);
        }
    }

    /** Out of the kernel, back to the thread's own code. */
    @ParameterizedTest
    @EnumSource
    void finishOfAParkedThread(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            long rounds = gdb.number("step_after");
            gdb.cli("thread " + session.thread("stepper"));
            gdb.cli("frame function kernel_sleep");

            MiValue stop = gdb.stopAfter("finish");

            ended(session, stop, "function-finished", "step_over_me");
            assertThat(gdb.number("step_after")).isEqualTo(rounds);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepRunsUntilTheThreadIsScheduled(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("thread " + session.thread("stepper"));
            long pc = gdb.number("(unsigned int) $pc");
            long ticks = gdb.number("tick_hook_count");

            MiValue stop = gdb.stopAfter("stepi");

            ended(session, stop, "end-stepping-range", "port_switch");
            assertThat(gdb.number("(unsigned int) $pc")).isEqualTo(pc + 4);
            assertThat(gdb.number("tick_hook_count")).isGreaterThan(ticks);
            assertThat(gdb.number("corruption_count")).isZero();
        }
    }

    private static void ended(Session session, MiValue stop, String reason, String function) throws Exception {
        assertThat(stop.text("reason")).isEqualTo(reason);
        assertThat(stop.get("frame").text("func")).isEqualTo(function);
        assertThat(session.name(stop.text("thread-id"))).isEqualTo("stepper");
        assertThat(current(session)).isEqualTo("stepper");
    }

    @ParameterizedTest
    @EnumSource
    void breakpointForOneThread(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            long others = gdb.number("shared_count[0]");
            long own = gdb.number("shared_count[1]");
            gdb.cli("break shared_step thread " + session.thread("worker_b"));
            for (int i = 0; i < 3; i++) {
                MiValue stop = session.resume();

                assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
                assertThat(session.name(stop.text("thread-id"))).isEqualTo("worker_b");
                assertThat(current(session)).isEqualTo("worker_b");
                assertThat(gdb.number("shared_count[1]")).isEqualTo(own + i);
            }

            assertThat(gdb.number("shared_count[0]"))
                    .as("worker_a went through")
                    .isGreaterThan(others);
        }
    }

    /** The name of the thread that the kernel says is running. */
    private static String current(Session session) throws Exception {
        return session.gdb()
                .run("-data-evaluate-expression _tx_thread_current_ptr->tx_thread_name")
                .text("value")
                .replaceFirst(".*\"(.*)\"", "$1");
    }
}
