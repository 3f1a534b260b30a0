package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** A step belongs to its task: what is done to the target until the task is back, and what the client is told. */
@ExtendWith(LeakRecorder.Check.class)
class StepsTest {
    /** Where the running task goes on, as text on the wire. */
    private static final String HERE = "8000150";

    /** Where the parked task sensor goes on. */
    private static final String SENSOR = "80001c0";

    private final Firmware firmware = Firmware.described();

    /** What the program does during the steps to come. */
    private final Deque<Runnable> duringSteps = new ArrayDeque<>();

    private Rig rig(Quirk... further) {
        return Rig.tasks(firmware, withProgram(further));
    }

    private List<Quirk> withProgram(Quirk... further) {
        List<Quirk> quirks = Rig.with(further);
        quirks.add(new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.matches("vCont;s.*|s") && !duringSteps.isEmpty()) {
                    duringSteps.remove().run();
                }
                return Optional.empty();
            }
        });
        return quirks;
    }

    /** A client that knows the tasks' numbers: blinky is 1 and runs, IDLE 2, sensor 3, comms 4. */
    private static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        assertThat(gdb.id("sensor")).isEqualTo("3");
        assertThat(gdb.id("comms")).isEqualTo("4");
        rig.server().forget();
        return gdb;
    }

    private void setPc(String address) {
        setRegister(Firmware.PC, Long.parseLong(address, 16));
    }

    private void setRegister(int number, long value) {
        firmware.machine().pokeRegister(1, number, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    private static List<String> motions(Rig rig) {
        return rig.server().commands().stream()
                .filter(c -> c.matches("[Zz].*|vCont;.*|[csCS].*|\3"))
                .toList();
    }

    @Test
    void whenTheKernelSwitchesMeanwhileItEndsWhenItsTaskIsBack() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            duringSteps.add(() -> firmware.switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(motions(rig))
                    .containsExactly("vCont;s:1;c", "Z1," + HERE + ",2", "vCont;c", "z1," + HERE + ",2");
            assertThat(rig.server().stub().breakpoints).isEmpty();
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(1));
        }
    }

    @Test
    void anotherTaskAtTheSamePlaceIsNotTheOne() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            duringSteps.add(() -> firmware.switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("comms");
                setPc(HERE);
                return "T05hwbreak:;thread:1;";
            });
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(motions(rig))
                    .containsExactly(
                            "vCont;s:1;c",
                            "Z1," + HERE + ",2",
                            "vCont;c",
                            "z1," + HERE + ",2",
                            "vCont;s:1",
                            "Z1," + HERE + ",2",
                            "vCont;c",
                            "z1," + HERE + ",2");
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    /** The same code of the same task, deeper in its stack: not where it left off. */
    @Test
    void theStackPointerDecidesToo() {
        long sp = Long.reverseBytes(Long.parseUnsignedLong(
                        firmware.machine().register(1, Firmware.SP).orElseThrow(), 16))
                >>> 32;
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            duringSteps.add(() -> firmware.switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                setRegister(Firmware.SP, sp - 8);
                return "T05hwbreak:;thread:1;";
            });
            rig.server().stop(() -> {
                setRegister(Firmware.SP, sp);
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("vCont;c")).isEqualTo(2);
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    /** Each stop on the way in task comms, whose number is 4. */
    @ParameterizedTest
    @CsvSource({
        "T05watch:20000100;thread:1;, T05watch:20000100;thread:4;",
        "T05hwbreak:;thread:1;, T05hwbreak:;thread:4;",
        "T0bthread:1;, T0bthread:4;",
        "S05, T05thread:4;",
    })
    void anyOtherStopOnTheWayIsReportedWithItsOwnTask(String reply, String told) {
        for (String step : List.of("vCont;s:1;c", "vCont;s:3;c")) {
            try (Rig rig = new StepsTest().other(step, reply, told)) {
                assertThat(rig.server().stub().breakpoints).isEmpty();
            }
        }
    }

    private Rig other(String step, String reply, String told) {
        Rig rig = rig();
        Gdb13 gdb = attach(rig);
        duringSteps.add(() -> firmware.switchTo("IDLE"));
        gdb.wire().send(step);
        rig.server().stop(() -> {
            firmware.switchTo("comms");
            return reply;
        });
        assertThat(gdb.receive()).isEqualTo(told);
        return rig;
    }

    /** The target ends, and has no breakpoints any more; or the server refuses to let it run. */
    @ParameterizedTest
    @CsvSource({"W00, false", "X0b, false", "E01, true"})
    void theEndOnTheWay(String end, boolean stillThere) {
        for (String step : List.of("vCont;s:1;c", "vCont;s:3;c")) {
            StepsTest test = new StepsTest();
            try (Rig rig = test.other(step, end, end)) {
                assertThat(rig.server().count("z1,.*")).isEqualTo(stillThere ? 1 : 0);
                assertThat(motions(rig))
                        .endsWith(stillThere ? "z1," + (step.contains(":1") ? HERE : SENSOR) + ",2" : "vCont;c");
            }
        }
    }

    @Test
    void anotherTaskAtABreakpointOfTheClientsEndsTheStep() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0,8000180,2");
            duringSteps.add(() -> {
                firmware.switchTo("sensor");
                setPc("8000180");
            });

            assertThat(gdb.step("1")).isEqualTo("T05hwbreak:;thread:3;");

            assertThat(motions(rig)).containsExactly("Z0,8000180,2", "vCont;s:1;c");
        }
    }

    @Test
    void aBreakpointOfTheClientsAtTheTasksPlaceStaysAndIsReported() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + ",2");
            duringSteps.add(() -> firmware.switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05swbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05swbreak:;thread:1;");
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE + ",2");
        }
    }

    @Test
    void aParkedTaskIsSteppedWhenItIsScheduled() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            gdb.wire().send("vCont;s:3;c");
            rig.server().stop(() -> {
                firmware.switchTo("sensor");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:3;");
            assertThat(motions(rig))
                    .containsExactly("Z1," + SENSOR + ",2", "vCont;c", "z1," + SENSOR + ",2", "vCont;s:1");
            assertThat(rig.server().stub().breakpoints).isEmpty();
            assertThat(firmware.machine().writes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vCont;s:1;c", "vCont;s:3;c"})
    void anInterruptGetsOutOfIt(String step) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            duringSteps.add(() -> firmware.switchTo("comms"));
            gdb.wire().send(step);
            firmware.machine().awaitRunning();

            gdb.wire().interrupt();

            assertThat(gdb.receive()).isEqualTo(step.contains(":1") ? "T02thread:4;" : "T02thread:1;");
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    @Test
    void aParkedTasksStepMayBeRefused() {
        try (Rig rig = Rig.refusing(firmware, withProgram())) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.ask("vCont;s:3;c")).startsWith("E.").contains("sensor", "--step-parked refuse");

            assertThat(motions(rig)).isEmpty();
            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");
        }
    }

    @Test
    void aServerMayHaveSoftwareBreakpointsOnly() {
        try (Rig rig = rig(Quirks.replies("[Zz]1.*", ""))) {
            Gdb13 gdb = attach(rig);
            duringSteps.add(() -> firmware.switchTo("sensor"));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05swbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("[Zz]0," + HERE + ",2")).isEqualTo(2);
        }
    }

    /** In another task, without a signal: the program has caught none. */
    @Test
    void withoutBreakpointsTheStepEndsWhereItIs() {
        try (Rig rig = rig(Quirks.replies("[Zz].*", ""))) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.ask("vCont;s:4;c")).startsWith("E.").contains("comms", "no breakpoint at 0x");
            duringSteps.add(() -> firmware.switchTo("sensor"));

            assertThat(gdb.step("1")).isEqualTo("T00thread:3;");
        }
    }

    @Test
    void aServerWithoutActionsIsSentTheOldCommands() {
        try (Rig rig = rig(Quirks.replies("vCont.*", ""))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Hc3");
            assertThat(rig.server().count("Hc3")).isZero();

            gdb.wire().send("s");
            rig.server().stop(() -> {
                firmware.switchTo("sensor");
                return "S05";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:3;");
            assertThat(motions(rig)).endsWith("s").contains("c");
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"s, vCont;s", "S05, vCont;S05"})
    void aServerWithoutTheOldCommandsIsSentActions(String sent, String seen) {
        try (Rig rig = rig(Quirks.replies("[csCS].*", ""))) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.ask(sent)).isEqualTo("T05thread:1;");

            assertThat(motions(rig)).containsExactly(sent, seen);
        }
    }

    @Test
    void aClientThatGoesLeavesNoBreakpointBehind() throws InterruptedException {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("vCont;s:3;c");
            firmware.machine().awaitRunning();
            rig.server().hold(command -> command.startsWith("z1,"));

            gdb.close();

            rig.server().awaitHeld();
            rig.server().release();
            // the server takes one client after another: the first connection has ended
            rig.attach();
            assertThat(motions(rig))
                    .startsWith("Z1," + SENSOR + ",2", "vCont;c", "\3", "z1," + SENSOR + ",2")
                    .hasSize(4);
        }
    }

    @Test
    void aProxyThatIsEndedLeavesNoBreakpointBehind() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("vCont;s:3;c");
            firmware.machine().awaitRunning();

            rig.proxy().close();

            assertThat(motions(rig)).containsExactly("Z1," + SENSOR + ",2", "vCont;c", "\3", "z1," + SENSOR + ",2");
        }
    }

    /** The client has gone and the target is being stopped: the proxy that is told to end waits for that. */
    @Test
    void aProxyThatIsEndedAfterItsClientLeavesNoBreakpointBehind() throws InterruptedException {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("vCont;s:3;c");
            firmware.machine().awaitRunning();
            rig.server().hold(Peer.INTERRUPT::equals);
            gdb.close();
            rig.server().awaitHeld();

            Thread ending = Thread.ofVirtual().start(rig.proxy()::close);
            while (ending.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            rig.server().release();
            ending.join();

            assertThat(motions(rig)).containsExactly("Z1," + SENSOR + ",2", "vCont;c", "\3", "z1," + SENSOR + ",2");
        }
    }
}
