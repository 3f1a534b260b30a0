package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnFourTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;

/** Continue, step and interrupt; breakpoints and watchpoints: every stop names the task that the kernel says is running. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class RunControlIT {

    @OnFourTargets
    void aBreakpointNamesTheTaskThatHitIt(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.gdb().run("-break-insert shared_step");
            Set<String> tasks = new HashSet<>();
            while (tasks.size() < 2) {
                MiValue stop = session.resume();

                assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
                assertThat(stop.get("frame").text("func")).isEqualTo("shared_step");
                String name = session.name(stop.text("thread-id"));
                assertThat(name).isEqualTo(session.currentTask());
                tasks.add(name);
            }

            assertThat(tasks).containsExactlyInAnyOrder("worker_a", "worker_b");
        }
    }

    @OnFourTargets
    void stepsStayInTheirTask(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            session.runTo("work_step");
            long round = session.gdb().number("round");
            for (String command : new String[] {"-exec-next", "-exec-next", "-exec-step", "-exec-step-instruction"}) {
                session.gdb().run(command);
                MiValue stop = session.gdb().stopped();

                assertThat(stop.text("reason")).as(command).isEqualTo("end-stepping-range");
                assertThat(stop.text("thread-id")).as(command).isEqualTo("1");
            }
            assertThat(session.currentTask()).isEqualTo("busy");

            session.runTo("work_step");
            assertThat(session.gdb().number("round")).isEqualTo(round + 1);
        }
    }

    @OnFourTargets
    void interrupt(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            for (int i = 0; i < 5; i++) {
                session.gdb().run("-exec-continue");
                session.gdb().run("-exec-interrupt");
                interrupted(session);
            }
        }
    }

    /** At gdb's console, and from IDEs that do not use gdb's asynchronous mode. */
    @OnFourTargets
    void ctrlC(Firmware firmware) throws Exception {
        Qemu qemu = Qemu.start(firmware);
        GdbMi gdb = GdbMi.start(firmware);
        gdb.run("-gdb-set mi-async off");
        try (Session session = new Session(qemu, Tcbridge.before(qemu.port()), gdb)) {
            session.runTo("all_parked");
            session.gdb().run("-exec-continue");
            session.gdb().interrupt();

            interrupted(session);
        }
    }

    private static void interrupted(Session session) throws Exception {
        MiValue stop = session.gdb().stopped();
        assertThat(stop.text("reason")).isEqualTo("signal-received");
        assertThat(stop.text("signal-name")).isEqualTo("SIGINT");
        assertThat(session.name(stop.text("thread-id"))).isEqualTo(session.currentTask());
        session.runTo("work_step"); // at an interrupt the kernel may be moving a task from list to list
        assertThat(session.threads()).hasSize(17);
    }

    @OnFourTargets
    void aWatchpointNamesTheTaskThatWrote(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            long before = session.gdb().number("shared_count[1]");
            session.gdb().run("-break-watch shared_count[1]");

            MiValue stop = session.resume();

            assertThat(stop.text("reason")).isEqualTo("watchpoint-trigger");
            assertThat(stop.get("value").text("old")).isEqualTo(Long.toString(before));
            assertThat(stop.get("value").text("new")).isEqualTo(Long.toString(before + 1));
            assertThat(stop.get("frame").text("func")).isEqualTo("shared_step");
            assertThat(session.name(stop.text("thread-id"))).isEqualTo("worker_b");
        }
    }
}
