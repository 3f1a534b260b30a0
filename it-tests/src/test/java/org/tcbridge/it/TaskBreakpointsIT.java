package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnThreeTargets;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** Breakpoints and watchpoints that are for some task or some moment only. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class TaskBreakpointsIT {
    private static final Pattern FRAME = Pattern.compile("(?m)^#\\d+ +(?:0x\\w+ in )?(\\w+) \\(");

    @OnThreeTargets
    void breakpointForOneTask(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long others = session.gdb().number("shared_count[0]");
            long own = session.gdb().number("shared_count[1]");
            session.gdb().cli("break shared_step thread " + session.thread("worker_b"));
            for (int i = 0; i < 3; i++) {
                MiValue stop = session.resume();

                assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
                assertThat(session.name(stop.text("thread-id"))).isEqualTo("worker_b");
                assertThat(session.currentTask()).isEqualTo("worker_b");
                assertThat(session.gdb().number("shared_count[1]")).isEqualTo(own + i);
            }

            assertThat(session.gdb().number("shared_count[0]"))
                    .as("worker_a went through")
                    .isGreaterThan(others);
        }
    }

    @OnThreeTargets
    void temporaryBreakpoint(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().run("-break-insert step_over_me");
            session.gdb().run("-break-insert -t shared_step");
            List<String> stops = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                stops.add(session.resume().get("frame").text("func"));
            }

            assertThat(stops).containsOnlyOnce("shared_step").contains("step_over_me");
        }
    }

    @OnThreeTargets
    void conditionalBreakpoint(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long round = session.gdb().number("work_count");
            session.gdb().cli("break work_step if (round & 31) == 19");

            MiValue stop = session.resume();

            assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("busy");
            assertThat(session.gdb().number("round & 31")).isEqualTo(19);
            assertThat(session.gdb().number("work_count")).isGreaterThan(round);
        }
    }

    @OnThreeTargets
    void conditionalWatchpoint(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long count = session.gdb().number("shared_count[0]");
            session.gdb().cli("watch shared_count[0] if shared_count[0] == " + (count + 3));

            MiValue stop = session.resume();

            assertThat(stop.text("reason")).isEqualTo("watchpoint-trigger");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("worker_a");
            assertThat(session.gdb().number("shared_count[0]")).isEqualTo(count + 3);
        }
    }

    @OnThreeTargets
    void everyStackAtOnce(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            String all = session.gdb().cli("thread apply all bt");

            for (ExpectedTask task : firmware.tasks()) {
                String own = all.split("\"" + task.name() + "\" \\(", -1)[1].split("\n\n", -1)[0];
                List<String> functions = FRAME.matcher(own)
                        .results()
                        .map((MatchResult frame) -> frame.group(1))
                        .toList();
                assertThat(functions).as(task.name()).isEqualTo(task.backtrace());
            }
        }
    }
}
