package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.GdbServer;
import org.tcbridge.it.kit.HostProgram;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;
import org.tcbridge.rsp.kit.Machine;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.QuirkServer;
import org.tcbridge.rsp.kit.Quirks;

/** Non-stop mode, which tasks cannot have: gdb says so, and says why. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "gdbserver", "gcc"})
class NonStopIT {
    private static final String CORTEX_M = "<target><architecture>arm</architecture>"
            + "<feature name=\"org.gnu.gdb.arm.m-profile\">"
            + "<reg name=\"r0\" bitsize=\"32\"/>"
            + "</feature></target>";

    @Test
    void itIsNotOfferedWhereTasksAreCertain() throws Exception {
        try (Qemu qemu = Qemu.start(Firmware.CORTEX_M3);
                Tcbridge tcbridge = Tcbridge.withElf(qemu.port(), Firmware.CORTEX_M3.elf());
                GdbMi gdb = GdbMi.start(Firmware.CORTEX_M3)) {
            assertThat(refusal(gdb, tcbridge))
                    .isEqualTo("Non-stop mode requested, but remote does not support non-stop");
        }
    }

    /** A server for a Cortex-M that has the mode; there is none among the emulators. */
    @Test
    void itIsRefusedWhereTasksMayBe() throws Exception {
        Machine machine = new Machine().core(1, new byte[68]);
        List<Quirk> quirks = List.of(
                Quirks.features("PacketSize=1000;qXfer:features:read+;QNonStop+"),
                Quirks.describes(CORTEX_M),
                Quirks.replies("QNonStop:.", "OK"));
        try (QuirkServer server = QuirkServer.start(machine, quirks);
                Tcbridge tcbridge = Tcbridge.before(server.port());
                GdbMi gdb = GdbMi.start(Firmware.CORTEX_M3)) {
            assertThat(refusal(gdb, tcbridge))
                    .isEqualTo("Remote refused setting non-stop mode with: E.no non-stop mode where tasks are shown: "
                            + "start tcbridge with --rtos none to have it");
            assertThat(server.count("QNonStop:1")).isZero();
        }
    }

    @Test
    void onAPcItIsTheServersAffair(@TempDir Path folder) throws Exception {
        Path program = HostProgram.compile(folder);
        try (GdbServer server = GdbServer.start(program);
                Tcbridge tcbridge = Tcbridge.before(server.port());
                GdbMi gdb = GdbMi.start(Tools.path("gdb-multiarch"), Optional.of(program))) {
            gdb.run("-gdb-set non-stop on");
            gdb.run("-target-select remote 127.0.0.1:" + tcbridge.port());
            gdb.stopped();
            gdb.run("-break-insert add");
            gdb.run("-exec-continue");

            assertThat(gdb.stopped().text("reason")).isEqualTo("breakpoint-hit");
        }
    }

    private static String refusal(GdbMi gdb, Tcbridge tcbridge) throws Exception {
        gdb.run("-gdb-set non-stop on");
        return gdb.refused("-target-select remote 127.0.0.1:" + tcbridge.port());
    }
}
