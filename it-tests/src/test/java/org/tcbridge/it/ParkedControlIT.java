package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnThreeTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;

/** Stepping tasks that do not run, and writing their registers. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class ParkedControlIT {

    @OnThreeTargets
    void aStepRunsUntilTheTaskIsScheduled(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("thread " + session.thread("stepper"));
            long pc = gdb.number("(unsigned int) $pc");
            long ticks = gdb.number("tick_hook_count");

            MiValue stop = gdb.stopAfter("stepi");

            assertThat(stop.text("reason")).isEqualTo("end-stepping-range");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("stepper");
            assertThat(session.currentTask()).isEqualTo("stepper");
            assertThat(gdb.number("(unsigned int) $pc")).isEqualTo(pc + 4);
            assertThat(gdb.number("tick_hook_count")).isGreaterThan(ticks);
            assertThat(gdb.number("corruption_count")).isZero();
        }
    }

    /** Out of the kernel, back to the task's own code. */
    @OnThreeTargets
    void finishOfAParkedTask(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            long rounds = gdb.number("step_after");
            gdb.cli("thread " + session.thread("stepper"));
            gdb.cli("frame function kernel_delay");

            MiValue stop = gdb.stopAfter("finish");

            assertThat(stop.text("reason")).isEqualTo("function-finished");
            assertThat(stop.get("frame").text("func")).isEqualTo("step_over_me");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("stepper");
            assertThat(gdb.number("step_after")).isEqualTo(rounds);
        }
    }

    /** A task that is never scheduled: Ctrl-C gets out of it, and nothing is left in the target. */
    @OnThreeTargets
    void anInterruptEndsTheWait(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("thread " + session.thread("suspended"));
            gdb.run("-exec-step-instruction");
            gdb.run("-exec-interrupt");

            MiValue stop = gdb.stopped();

            assertThat(stop.text("signal-name")).isEqualTo("SIGINT");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo(session.currentTask());
            gdb.run("-break-insert -t step_over_me"); // tasks pass the place where suspended is parked
            assertThat(session.resume().get("frame").text("func")).isEqualTo("step_over_me");
        }
    }

    /** A breakpoint on the way is reported in its own task. */
    @OnThreeTargets
    void aBreakpointEndsTheWait(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().run("-break-insert shared_step");
            session.gdb().cli("thread " + session.thread("suspended"));

            MiValue stop = session.gdb().stopAfter("stepi");

            assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
            assertThat(stop.get("frame").text("func")).isEqualTo("shared_step");
            assertThat(session.name(stop.text("thread-id"))).isIn("worker_a", "worker_b");
        }
    }

    @Test
    void aStepIsRefusedIfTheUserWantsThat() throws Exception {
        Qemu qemu = Qemu.start(Firmware.CORTEX_M3);
        Tcbridge tcbridge = Tcbridge.refusingParkedSteps(qemu.port());
        try (Session session = new Session(qemu, tcbridge, GdbMi.start(Firmware.CORTEX_M3))) {
            session.runTo("all_parked");
            session.gdb().cli("thread " + session.thread("stepper"));

            session.gdb().stopAfter("stepi");

            assertThat(session.gdb().toString())
                    .contains("task stepper does not run: a step of it was refused (--step-parked refuse)");
            assertThat(session.threads()).hasSize(17);
            assertThat(session.currentTask()).isEqualTo("busy");
        }
    }

    /** The firmware compares its registers when it resumes, so it must find the one that was changed, and no other. */
    @OnThreeTargets
    void aWrittenRegisterIsTheTasksOwn(Firmware firmware) throws Exception {
        int number = firmware.isArm() ? 6 : 22;
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            String live = gdb.cli("info registers");
            gdb.cli("thread " + session.thread("queue_timed"));
            gdb.cli("set var $r" + number + " = 0x12345678");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.number("(unsigned int) $r" + number)).isEqualTo(0x12345678);

            gdb.cli("thread 1");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("info registers")).as("the CPU").isEqualTo(live);

            gdb.cli("set var wake_all = 1");
            MiValue stop = session.runTo("corrupted");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("queue_timed");
            assertThat(gdb.number("where")).isEqualTo(number);
            session.runTo("all_parked");
            assertThat(gdb.number("corruption_count")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "CORTEX_M33"})
    void aWrittenFpRegisterIsTheTasksOwn(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("thread " + session.thread("queue_waiter"));
            gdb.cli("set var $s21 = 1.5");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("print $s21")).isEqualTo("$1 = 1.5");
            assertThat(gdb.cli("p/x $d10")).isEqualTo("$2 = 0x3fc0000043021400");

            gdb.cli("set var wake_all = 1");
            MiValue stop = session.runTo("corrupted");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("queue_waiter");
            assertThat(gdb.number("where")).isEqualTo(121);
        }
    }

    /** The task uses no FPU, so its frame holds no FP register: the write is refused and nothing is written. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "CORTEX_M33"})
    void aRegisterThatIsNotSavedCannotBeWritten(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("thread 1");
            String live = gdb.cli("info all-registers");
            gdb.cli("thread " + session.thread("queue_timed"));

            assertThat(gdb.cliRefused("set var $d9 = 1"))
                    .contains("Could not write register \"d9\"", "its saved frame does not hold d9");

            gdb.cli("thread 1");
            gdb.cli("maintenance flush register-cache");
            assertThat(gdb.cli("info all-registers")).isEqualTo(live);
            gdb.cli("set var wake_all = 1");
            session.gdb().run("-break-insert corrupted");
            assertThat(session.runTo("all_parked").get("frame").text("func")).isEqualTo("all_parked");
        }
    }
}
