package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.Quirks;

/**
 * A step belongs to its task. The server's packets are looked at without reads of memory and registers, which may be any number.
 */
@ExtendWith(LeakRecorder.Check.class)
class TaskStepTest {
    /** Where the running task is at first, and so where it goes on after a switch. */
    private static final String HERE = "8000150,2";

    private static List<String> moves(Rig rig) {
        return rig.server().commands().stream()
                .filter(command -> !command.matches("m.*|g|vCont\\?"))
                .toList();
    }

    private static Gdb13 stopped(Rig rig) {
        Gdb13 gdb = rig.attach();
        gdb.threads();
        gdb.ask("vCont?");
        rig.server().forget();
        return gdb;
    }

    /** The tick comes during the step: another task is on the CPU when it ends. */
    @Test
    void aStepEndsWhenItsTaskIsBack() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                rig.firmware().switchTo("blinky");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(moves(rig)).containsExactly("vCont;s:1;c", "Z1," + HERE, "vCont;c", "z1," + HERE);
            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
        }
    }

    @Test
    void aServerWithoutHardwareBreakpointsGetsSoftwareOnes() {
        try (Rig rig = Rig.simple(Quirks.replies("[Zz]1.*", ""))) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                rig.firmware().switchTo("blinky");
                return "S05";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(moves(rig)).containsExactly("vCont;s:1;c", "Z1," + HERE, "Z0," + HERE, "vCont;c", "z0," + HERE);
        }
    }

    @Test
    void withoutBreakpointsTheStepEndsInTheOtherTask() {
        try (Rig rig = Rig.simple(Quirks.replies("[Zz].*", ""))) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            assertThat(gdb.step("1")).isEqualTo("T05thread:3;");

            assertThat(moves(rig)).containsExactly("vCont;s:1;c", "Z1," + HERE, "Z0," + HERE);
        }
    }

    /** What else stops the target on the way, and what the client is told: the other task, and why. */
    @ParameterizedTest
    @ValueSource(strings = {"T05watch:20000100;thread:1;", "T0bthread:1;", "T05thread:1;"})
    void anotherStopOnTheWayIsReportedAsItIs(String stop) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(stop);

            assertThat(gdb.stopped()).isEqualTo(stop.replace("thread:1;", "thread:3;"));
            assertThat(moves(rig)).containsExactly("vCont;s:1;c", "Z1," + HERE, "vCont;c", "z1," + HERE);
        }
    }

    @Test
    void anInterruptGetsOutOfIt() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().machine().awaitRunning();
            gdb.wire().interrupt();

            assertThat(gdb.stopped()).isEqualTo("T02thread:3;");
            assertThat(moves(rig))
                    .containsExactly("vCont;s:1;c", "Z1," + HERE, "vCont;c", Peer.INTERRUPT, "z1," + HERE);
        }
    }

    @Test
    void theBreakpointIsTakenOutWhenTheClientVanishes() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().machine().awaitRunning();
            gdb.close();

            assertThat(rig.attach().threads()).hasSize(4);
            assertThat(rig.server().history())
                    .containsSubsequence(
                            "Z1," + HERE,
                            "vCont;c",
                            Peer.INTERRUPT,
                            "z1," + HERE,
                            "qXfer:features:read:target.xml:0,ffb");
        }
    }

    @Test
    void theBreakpointIsTakenOutWhenTheProxyEnds() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().machine().awaitRunning();
            rig.proxy().close();

            assertThat(moves(rig))
                    .containsExactly("vCont;s:1;c", "Z1," + HERE, "vCont;c", Peer.INTERRUPT, "z1," + HERE);
        }
    }

    /** The client's own breakpoint in the other task ends the step there, and stays. */
    @Test
    void theClientsBreakpointEndsAStepToo() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            gdb.ask("Z0,%x,2".formatted(rig.firmware().value("sensor", Firmware.PC)));
            rig.server().forget();
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            assertThat(gdb.step("1")).isEqualTo("T05thread:3;");

            assertThat(moves(rig)).containsExactly("vCont;s:1;c");
        }
    }

    /** Another task passes the place first: it is stepped over it. */
    @Test
    void anotherTaskAtTheSamePlaceGoesOn() {
        Firmware firmware = Firmware.described();
        firmware.poke(firmware.place("IDLE", Firmware.PC), Firmware.FLASH + 0x150);
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = stopped(rig);
            firmware.machine().onStep(() -> {
                firmware.machine().onStep(() -> {});
                firmware.switchTo("sensor");
            });

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("IDLE");
                return "T05hwbreak:;thread:1;";
            });
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(moves(rig))
                    .containsExactly(
                            "vCont;s:1;c",
                            "Z1," + HERE,
                            "vCont;c",
                            "z1," + HERE,
                            "vCont;s:1",
                            "Z1," + HERE,
                            "vCont;c",
                            "z1," + HERE);
        }
    }

    @Test
    void aParkedTaskIsSteppedWhenItIsScheduled() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            String there = "%x,2".formatted(rig.firmware().value("sensor", Firmware.PC));

            gdb.wire().send("vCont;s:3;c");
            rig.server().stop(() -> {
                rig.firmware().switchTo("sensor");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:3;");
            assertThat(moves(rig)).containsExactly("Z1," + there, "vCont;c", "z1," + there, "vCont;s:1");
        }
    }

    /** A server that knows only c and s. */
    @Test
    void inTheFormThatTheServerKnows() {
        try (Rig rig = Rig.simple(Quirks.replies("vCont.*", ""))) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.ask("Hc1");
            gdb.wire().send("s");
            rig.server().stop(() -> {
                rig.firmware().switchTo("blinky");
                return "S05";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(moves(rig)).containsExactly("s", "Z1," + HERE, "c", "z1," + HERE);
        }
    }

    /** A target that ends, or a server that refuses, on the way. */
    @ParameterizedTest
    @ValueSource(strings = {"W00", "X0b", "E01"})
    void theEndOnTheWay(String end) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            rig.firmware().machine().onStep(() -> rig.firmware().switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(end);

            assertThat(gdb.receive()).isEqualTo(end);
            assertThat(moves(rig)).endsWith("z1," + HERE);
        }
    }
}
