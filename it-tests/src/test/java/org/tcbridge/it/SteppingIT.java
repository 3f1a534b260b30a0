package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnThreeTargets;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** Stepping, finishing, jumping in the running task: it ends in the same task, whatever the kernel does meanwhile. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class SteppingIT {

    /** A session that stands at the first line of {@code step_over_me}, in task stepper. */
    private static Session inStepper(Firmware firmware) throws Exception {
        Session session = Session.parked(firmware);
        MiValue stop = session.runTo("step_over_me");
        assertThat(session.name(stop.text("thread-id"))).isEqualTo("stepper");
        return session;
    }

    @OnThreeTargets
    void nextOverABlockingCall(Firmware firmware) throws Exception {
        try (Session session = inStepper(firmware)) {
            GdbMi gdb = session.gdb();
            long rounds = gdb.number("step_after");
            long ticks = gdb.number("tick_hook_count");

            MiValue stop = gdb.stopAfter("next");
            while (line(stop) != Firmware.line("step_after++")) {
                ended(session, stop, "end-stepping-range", "step_over_me", "stepper");
                stop = gdb.stopAfter("next");
            }

            ended(session, stop, "end-stepping-range", "step_over_me", "stepper");
            assertThat(gdb.number("step_before")).isEqualTo(rounds + 1);
            assertThat(gdb.number("step_after")).as("not yet executed").isEqualTo(rounds);
            assertThat(gdb.number("tick_hook_count")).as("others ran").isGreaterThanOrEqualTo(ticks + 3);
        }
    }

    /**
     * Both workers run the same code: gdb's breakpoint behind the call, which is for one of them, is passed by the other, and gdb
     * then waits for the first at the place where that is parked. No stop on the way may look like a signal.
     */
    @OnThreeTargets
    void nextOverABlockingCallInCodeThatTasksShare(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            MiValue stop = session.runTo("shared_step");
            String worker = session.name(stop.text("thread-id"));
            session.gdb().stopAfter("finish");
            for (int step = 0; step < 6; step++) {
                stop = session.gdb().stopAfter("next");
                assertThat(stop.get("frame").text("func")).isIn("worker_body", "worker_main");
                ended(session, stop, "end-stepping-range", stop.get("frame").text("func"), worker);
            }
        }
    }

    private static long line(MiValue stop) {
        return Long.parseLong(stop.get("frame").text("line"));
    }

    @OnThreeTargets
    void untilBehindABlockingCall(Firmware firmware) throws Exception {
        behindABlockingCall(firmware, "until");
    }

    @OnThreeTargets
    void advanceBehindABlockingCall(Firmware firmware) throws Exception {
        behindABlockingCall(firmware, "advance");
    }

    private static void behindABlockingCall(Firmware firmware, String command) throws Exception {
        try (Session session = inStepper(firmware)) {
            GdbMi gdb = session.gdb();
            long rounds = gdb.number("step_after");

            MiValue stop = gdb.stopAfter(command + " " + Firmware.line("step_after++"));

            ended(session, stop, "location-reached", "step_over_me", "stepper");
            assertThat(gdb.number("step_before")).isEqualTo(rounds + 1);
            assertThat(gdb.number("step_after")).isEqualTo(rounds);
        }
    }

    /** Out of a kernel call that blocks: other tasks run, then this one returns. */
    @OnThreeTargets
    void finishABlockingCall(Firmware firmware) throws Exception {
        try (Session session = inStepper(firmware)) {
            long rounds = session.gdb().number("step_after");
            while (session.gdb().stopAfter("step").get("frame").text("func").equals("step_over_me")) {
                assertThat(session.currentTask()).isEqualTo("stepper");
            }
            assertThat(session.gdb().cli("frame")).contains("kernel_delay");

            MiValue stop = session.gdb().stopAfter("finish");

            ended(session, stop, "function-finished", "step_over_me", "stepper");
            assertThat(session.gdb().number("step_before")).isEqualTo(rounds + 1);
            assertThat(session.gdb().number("step_after")).isEqualTo(rounds);
        }
    }

    @OnThreeTargets
    void aHundredInstructions(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long work = session.gdb().number("work_count");

            MiValue stop = session.gdb().stopAfter("stepi 100");

            assertThat(stop.text("reason")).isEqualTo("end-stepping-range");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("busy");
            assertThat(session.currentTask()).isEqualTo("busy");
            assertThat(session.gdb().number("work_count")).isGreaterThan(work);
        }
    }

    /** mb-gdb 13 cannot call functions. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M3", "CORTEX_M4F"})
    void callAFunction(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            assertThat(session.gdb().cli("call add_seven(35)")).isEqualTo("$1 = 42");

            assertThat(session.gdb().run("-stack-info-frame").get("frame").text("func"))
                    .isEqualTo("all_parked");
            assertThat(session.currentTask()).isEqualTo("busy");
            session.runTo("work_step");
        }
    }

    /** Past the blocking call. */
    @OnThreeTargets
    void jump(Firmware firmware) throws Exception {
        try (Session session = inStepper(firmware)) {
            GdbMi gdb = session.gdb();
            long rounds = gdb.number("step_after");
            int behind = Firmware.line("step_after++");
            gdb.stopAfter("advance " + (behind - 1));
            long ticks = gdb.number("tick_hook_count");
            gdb.cli("tbreak " + behind);

            MiValue stop = gdb.stopAfter("jump " + behind);

            ended(session, stop, "breakpoint-hit", "step_over_me", "stepper");
            assertThat(gdb.number("tick_hook_count")).as("did not block").isLessThan(ticks + 3);
            session.runTo("step_over_me");
            assertThat(gdb.number("step_after")).isEqualTo(rounds + 1);
        }
    }

    @OnThreeTargets
    void returnFromAFunction(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.runTo("work_step");
            long work = session.gdb().number("work_count");

            session.gdb().cli("return");

            assertThat(session.gdb().run("-stack-info-frame").get("frame").text("func"))
                    .isEqualTo("busy_loop");
            assertThat(session.gdb().number("work_count")).isEqualTo(work);
            session.runTo("work_step");
            assertThat(session.currentTask()).isEqualTo("busy");
        }
    }

    /** An RTOS's other tasks cannot be held: gdb's command is taken, and nothing hangs. */
    @OnThreeTargets
    void schedulerLocking(Firmware firmware) throws Exception {
        try (Session session = inStepper(firmware)) {
            session.gdb().cli("set scheduler-locking on");

            MiValue stop = session.gdb().stopAfter("next");
            while (line(stop) != Firmware.line("step_after++")) {
                ended(session, stop, "end-stepping-range", "step_over_me", "stepper");
                stop = session.gdb().stopAfter("next");
            }

            session.gdb().run("-exec-continue");
            session.gdb().run("-exec-interrupt");
            assertThat(session.gdb().stopped().text("signal-name")).isEqualTo("SIGINT");
        }
    }

    private static void ended(Session session, MiValue stop, String reason, String function, String task)
            throws Exception {
        assertThat(stop.text("reason")).isEqualTo(reason);
        assertThat(stop.get("frame").text("func")).isEqualTo(function);
        assertThat(session.name(stop.text("thread-id"))).isEqualTo(task);
        assertThat(session.currentTask()).isEqualTo(task);
    }
}
