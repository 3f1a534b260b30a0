package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Wire;

/** The peculiarities of known servers that a proxy can fall over, one by one. */
@ExtendWith(LeakRecorder.Check.class)
class ServerQuirksTest {

    /** hw_server takes any id, and then neither reads memory nor registers. */
    @Test
    void hwServerIsNeverLeftWithAWrongThread() {
        try (Rig rig = Rig.tasks(KnownServer.HW_SERVER)) {
            Gdb13 gdb = rig.attach();
            for (ThreadLine thread : gdb.threads()) {
                assertThat(gdb.registers(thread.id())).doesNotContain("x");
                assertThat(gdb.ask("m20000000,4")).isEqualTo("00000000");
                assertThat(rig.server().stub().poisoned).isFalse();
            }
            gdb.select("p1.3");
            gdb.resume();
            rig.server().stop("T05thread:p1.1;");

            assertThat(gdb.stopped()).isEqualTo("T05thread:p1.1;");
            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
            assertThat(rig.server().stub().poisoned).isFalse();
        }
    }

    /** Two cores: what vCont named last is selected, though the other one stopped. */
    @Test
    void hwServersVContSelectsAThread() {
        List<Quirk> quirks = new ArrayList<>(Rig.quirks(KnownServer.HW_SERVER));
        try (Rig rig = Rig.tasks(Firmware.cores(2), quirks)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            String first = gdb.id("blinky");

            gdb.wire().send("vCont;c:p1.1;c:p1.2");
            rig.server().stop("T05thread:p1.1;");

            assertThat(gdb.stopped()).isEqualTo("T05thread:" + first + ";");
            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");
            assertThat(rig.firmware().machine().writes()).containsExactly("P1:4=78563412");
        }
    }

    @Test
    void hwServerHasOnlyVCont() {
        try (Rig rig = Rig.tasks(KnownServer.HW_SERVER)) {
            Gdb13 gdb = rig.attach();
            gdb.ask("Hc" + gdb.id("blinky"));
            rig.server().forget();

            assertThat(gdb.ask("s")).isEqualTo("T00thread:p1.1;");
            gdb.wire().send("c");
            rig.server().stop("T05thread:p1.1;");
            assertThat(gdb.receive()).isEqualTo("T05thread:p1.1;");

            assertThat(rig.server().commands().stream().filter(c -> !c.startsWith("m")))
                    .containsExactly("s", "vCont;s", "c", "vCont;c");
        }
    }

    @Test
    void openOcdsKeepAlivesAreNoReplies() {
        try (Rig rig = Rig.tasks(KnownServer.OPENOCD)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(4);
            assertThat(gdb.ask("qRcmd,68616c74")).isEqualTo("OK");
            gdb.resume();
            rig.server().machine().awaitRunning();
            rig.server().say("O");
            rig.server().say("O");
            rig.server().stop("S05");
            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");

            assertThat(gdb.console()).containsExactly("", Wire.hex("halted\n"), "", "");
        }
    }

    /** OpenOCD takes the first action of a vCont for all; a step of a thread that it does not know is faked. */
    @Test
    void openOcdReallySteps() {
        try (Rig rig = Rig.tasks(KnownServer.OPENOCD)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");

            assertThat(rig.server().commands()).startsWith("vCont?", "vCont;s");
        }
    }

    /** OpenOCD ends the connection at a malformed register command: none reaches it for a parked task. */
    @ParameterizedTest
    @ValueSource(strings = {"p", "pzz", "P4", "P4=", "P=00", "Gxx", "G"})
    void openOcdGetsNoRegisterCommandForAParkedTask(String command) {
        try (Rig rig = Rig.tasks(KnownServer.OPENOCD)) {
            Gdb13 gdb = rig.attach();
            gdb.select(gdb.id("sensor"));

            assertThat(gdb.ask(command)).matches("E.*|");

            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().parked("sensor"));
            assertThat(rig.firmware().machine().writes()).isEmpty();
        }
    }

    /** Known servers do that, and users can do nothing about it. */
    @Test
    void aStopNobodyAskedForIsNothingToWarnAbout() {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();

            rig.server().say("T02thread:1;");
            rig.server().say("OK");

            log.await("] the server sent OK though nothing was asked: dropped");
            assertThat(log.lines()).noneMatch(line -> line.contains("T02"));
            assertThat(gdb.ask("m20000000,4")).isEqualTo("00000000");
        }
    }

    @Test
    void qemuStopsWhenTheNextClientComes() {
        for (boolean tasks : new boolean[] {true, false}) {
            try (Rig rig = Rig.of(KnownServer.QEMU, tasks)) {
                Gdb13 first = rig.attach();
                first.resume();
                rig.server().machine().awaitRunning();
                first.close();

                Gdb13 second = rig.attach();

                assertThat(second.features()).containsEntry("PacketSize", "20020");
                assertThat(second.ask("m20000000,4")).isEqualTo("00000000");
                assertThat(second.threads()).hasSize(tasks ? 4 : 1);
            }
        }
    }

    @Test
    void qemuReadsLargeBlocks() {
        Firmware firmware = Firmware.described();
        firmware.machine().region(0x6000_0000L, new byte[0x11000]);
        try (Rig rig = Rig.tasks(firmware, Rig.quirks(KnownServer.QEMU))) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.ask("m60000000,10010")).isEqualTo("0".repeat(0x20020));
            assertThat(gdb.ask("m60000000,10011")).isEqualTo("E22");
        }
    }

    /** A word after the detach makes QEMU crash. */
    @Test
    void nothingFollowsADetach() {
        try (Rig rig = Rig.tasks(KnownServer.QEMU)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            gdb.select(gdb.id("sensor"));

            assertThat(gdb.detach()).isEqualTo("OK");
            gdb.close();
            rig.proxy().close();

            assertThat(rig.server().commands()).endsWith("D;1");
        }
    }

    /** A server for several processes goes on after a detach, for a client that stays (extended-remote). */
    @Test
    void theClientMayGoOnAfterADetach() {
        try (Rig rig = Rig.tasks(KnownServer.PLAIN)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.ask("!")).isEmpty();

            assertThat(gdb.detach()).isEqualTo("OK");

            assertThat(gdb.ask("vRun;")).isEmpty();
            assertThat(rig.server().commands()).endsWith("!", "D;1", "vRun;");
        }
    }

    @Test
    void pyOcdsExpeditedRegistersStayWithTheirTask() {
        try (Rig rig = Rig.tasks(KnownServer.PYOCD)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();

            assertThat(gdb.step("1")).isEqualTo("T0507:00020020;0d:f0ff0020;0e:61010008;0f:20010008;thread:1;");
        }
    }

    @Test
    void blackMagicProbeWithoutATarget() {
        List<Quirk> quirks = new ArrayList<>(Rig.quirks(KnownServer.BLACK_MAGIC));
        quirks.addFirst(Quirks.replies("\\?", "W00"));
        quirks.addFirst(Quirks.replies("vCont;.*|[csCS].*", "X1D"));
        quirks.addFirst(Quirks.replies("qfThreadInfo", "l"));
        quirks.addFirst(Quirks.replies("g|p.*|m.*|P.*|G.*", "EFF"));
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(Firmware.described(), quirks)) {
            Gdb13 gdb = rig.connect();

            assertThat(gdb.attach()).isEqualTo("W00");
            assertThat(gdb.threads()).hasSize(1);
            assertThat(gdb.ask("vCont;c")).isEqualTo("X1D");
            assertThat(gdb.ask("qRcmd,68616c74")).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("tasks are not shown"));
        }
    }

    @Test
    void runLengthIsUndoneForTasksAndKeptForTheClient() {
        try (Rig rig = Rig.tasks(KnownServer.PROBE_RS)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            gdb.wire().sendRaw(Wire.packet("m20000000,20"));

            gdb.wire().expectItem(Wire.enclose('$', Wire.runLength("0".repeat(64))));
        }
    }

    @Test
    void anActionForNoThreadIsNeverSent() {
        try (Rig rig = Rig.tasks(KnownServer.PROBE_RS)) {
            Gdb13 gdb = rig.attach();
            gdb.step(gdb.id("blinky"));
            gdb.resumeAndInterrupt(rig.server().machine()::awaitRunning);

            assertThat(rig.server().history()).noneMatch(c -> c.matches("vCont;.*:(p1\\.)?0.*"));
        }
    }
}
