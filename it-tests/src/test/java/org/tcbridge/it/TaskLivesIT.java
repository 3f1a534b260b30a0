package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnThreeTargets;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** What changes while gdb is connected: resets, tasks that come and go, interrupts. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class TaskLivesIT {
    private static final Map<String, String> ONE_CPU = Map.of("1", "CPU 0, no task");

    /** The server's own command: the view follows, and no task of before is shown. */
    @OnThreeTargets
    void warmReset(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().cli("thread 1");
            session.gdb().cli("monitor system_reset");
            assertThat(session.threads()).isEqualTo(ONE_CPU);

            session.runTo("main");
            assertThat(session.threads()).isEqualTo(ONE_CPU);
            session.runTo("all_parked");
            assertThat(session.threads()).hasSize(17).containsEntry("1", "busy");
        }
    }

    /** A TCB at an address where another was is another thread; every life has its own number. */
    @OnThreeTargets
    void tasksComeAndGo(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.cli("set var churn_enabled = 1");
            gdb.cli("break churn_child_main");
            List<String> ids = new ArrayList<>();
            List<Long> addresses = new ArrayList<>();
            for (int life = 0; life < 4; life++) {
                MiValue stop = session.resume();
                assertThat(session.name(stop.text("thread-id"))).isEqualTo("churn_child");
                assertThat(session.threads()).hasSize(18);
                ids.add(stop.text("thread-id"));
                addresses.add(gdb.number("(unsigned int) pxCurrentTCB"));
            }

            assertThat(ids).doesNotHaveDuplicates();
            assertThat(addresses).containsOnly(addresses.getFirst());

            gdb.run("-break-delete");
            gdb.cli("set var churn_enabled = 1");
            long rounds = gdb.number("churn_rounds");
            gdb.cli("break churn_round if churn_child == 0 && churn_rounds > " + rounds);
            session.resume();
            assertThat(session.threads()).hasSize(17).doesNotContainValue("churn_child");
        }
    }

    /** On xPendingReadyList and still on another list: one thread, ready. */
    @OnThreeTargets
    void pendingReady(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().cli("set var pending_enabled = 1");

            session.runTo("pending_ready");

            assertThat(session.threads()).hasSize(17);
            assertThat(details(session, session.thread("pender")))
                    .isEqualTo("ready: until the scheduler resumes, priority 5");
        }
    }

    /** In an interrupt handler the interrupted task keeps its number; its text says what the registers are of. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M3", "CORTEX_M4F"})
    void inAHandler(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.runTo("all_parked");

            MiValue stop = session.runTo("tick_hook");

            assertThat(session.name(stop.text("thread-id"))).isEqualTo(session.currentTask());
            assertThat(session.threads()).hasSize(17);
            assertThat(details(session, stop.text("thread-id"))).startsWith("running, in handler: ");
        }
    }

    private static String details(Session session, String thread) throws Exception {
        return session.gdb()
                .run("-thread-info " + thread)
                .list("threads")
                .getFirst()
                .text("details");
    }
}
