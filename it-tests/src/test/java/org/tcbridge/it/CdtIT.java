package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;

/** A session in the commands that Eclipse CDT sends, which the Xilinx SDK and Vitis are made of (CDT, org.eclipse.cdt.dsf.gdb). */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class CdtIT {

    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M3", "MICROBLAZE_BE", "MICROBLAZE_LE"})
    void session(Firmware firmware) throws Exception {
        try (Qemu qemu = Qemu.start(firmware);
                Tcbridge tcbridge = Tcbridge.before(qemu.port());
                GdbMi gdb = GdbMi.start(firmware)) {
            connect(gdb, tcbridge.port());
            gdb.run("-break-insert -t -f all_parked");
            gdb.run("-exec-continue --thread-group i1");
            MiValue stop = gdb.stopped();
            assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
            assertThat(stop.text("thread-id")).isEqualTo("1");
            assertThat(stop.text("stopped-threads")).isEqualTo("all");

            debugView(gdb, firmware);
            registersView(gdb, firmware);
            runAndSuspend(gdb);
            gdb.run("-target-disconnect");
        }
    }

    private static void connect(GdbMi gdb, int port) throws Exception {
        gdb.run("-environment-cd /tmp");
        gdb.run("-gdb-set breakpoint pending on");
        gdb.run("-gdb-set python print-stack none");
        gdb.run("-gdb-set print object on");
        gdb.run("-gdb-set charset ISO-8859-1");
        gdb.run("-gdb-set auto-solib-add on");
        gdb.run("-target-select remote 127.0.0.1:" + port);
        assertThat(gdb.stopped().text("thread-id")).isEqualTo("1");

        MiValue group = gdb.run("-list-thread-groups").list("groups").getFirst();
        assertThat(group.text("id")).isEqualTo("i1");
        assertThat(gdb.run("-list-thread-groups i1").list("threads")).hasSize(1);
    }

    /** Every thread, its depth, its frames. */
    private static void debugView(GdbMi gdb, Firmware firmware) throws Exception {
        List<MiValue> threads = gdb.run("-thread-info").list("threads");
        List<String> shown = new ArrayList<>();
        List<String> promised = new ArrayList<>();
        for (MiValue thread : threads) {
            String id = thread.text("id");
            assertThat(thread.text("state")).isEqualTo("stopped");
            assertThat(gdb.run("-thread-info " + id).list("threads")).containsExactly(thread);
            List<String> functions = gdb.run("-stack-list-frames --thread " + id).list("stack").stream()
                    .map(frame -> frame.text("func"))
                    .toList();
            assertThat(gdb.run("-stack-info-depth --thread " + id + " 11").text("depth"))
                    .isEqualTo(Integer.toString(functions.size()));
            shown.add(thread.text("name") + " " + functions);
        }
        for (ExpectedTask task : firmware.tasks()) {
            promised.add(task.name() + " " + task.backtrace());
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(promised);
    }

    /** The registers of one parked task, the variables of a frame of it. */
    private static void registersView(GdbMi gdb, Firmware firmware) throws Exception {
        MiValue stepper = gdb.run("-thread-info").list("threads").stream()
                .filter(thread -> thread.text("name").equals("stepper"))
                .findFirst()
                .orElseThrow();
        String thread = "--thread " + stepper.text("id");
        List<MiValue> names = gdb.run("-data-list-register-names").list("register-names");
        ExpectedTask expected = firmware.tasks().get(9);
        assertThat(expected.name()).isEqualTo("stepper");

        int planted = 0;
        for (MiValue register :
                gdb.run("-data-list-register-values " + thread + " x").list("register-values")) {
            MiValue name = names.get(Integer.parseInt(register.text("number")));
            String promise = expected.registers().get(((MiValue.Text) name).text());
            if (promise != null && promise.startsWith("0xc0de")) {
                assertThat(register.text("value")).as("%s", name).isEqualTo(promise);
                planted++;
            }
        }
        assertThat(planted).isEqualTo(firmware.isArm() ? 14 : 29);

        MiValue ticks = gdb.run("-stack-list-variables " + thread + " --frame 1 --simple-values")
                .list("variables")
                .getFirst();
        assertThat(ticks.text("name")).isEqualTo("ticks");
        assertThat(ticks.text("arg")).isEqualTo("1");
        gdb.run("-thread-select " + stepper.text("id"));
        assertThat(gdb.run("-stack-info-frame").get("frame").text("func")).isEqualTo("port_yield");
    }

    private static void runAndSuspend(GdbMi gdb) throws Exception {
        for (int i = 0; i < 3; i++) {
            gdb.run("-exec-continue --thread-group i1");
            gdb.run("-exec-interrupt --thread-group i1");
            MiValue stop = gdb.stopped();
            assertThat(stop.text("reason")).isEqualTo("signal-received");
            assertThat(stop.text("signal-name")).isEqualTo("SIGINT");
            assertThat(stop.text("stopped-threads")).isEqualTo("all");
            assertThat(gdb.run("-thread-info").list("threads")).isNotEmpty();
        }
        gdb.run("-break-insert -t -f work_step"); // at a suspension the kernel may be moving a task from list to list
        gdb.run("-exec-continue --thread-group i1");
        assertThat(gdb.stopped().text("reason")).isEqualTo("breakpoint-hit");
        assertThat(gdb.run("-thread-info").list("threads")).hasSize(17);
    }
}
