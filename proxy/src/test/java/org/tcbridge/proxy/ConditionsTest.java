package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** Breakpoints whose conditions are false: what is done to the target, and that the client is told of all other stops. */
@ExtendWith(LeakRecorder.Check.class)
class ConditionsTest {
    /** Where the running task is. */
    private static final String HERE = "8000150,2";

    private static final String ELSEWHERE = "8000160,2";

    /** {@code r0 == 3}, as gdb 13 compiles it. */
    private static final String R0_IS_3 = "2600002a2022032a201327";

    /** {@code *(int *) 0x20000040 == 5}. */
    private static final String WORD_IS_5 = "24200000401922051327";

    private static final long WORD = 0x2000_0040L;

    private final Firmware firmware = Firmware.described();

    private Rig rig(Quirk... further) {
        return Rig.evaluating(firmware, Rig.with(further));
    }

    /** The second insertion at this place is refused. */
    private static Quirk refusesTheSecondInsertion() {
        return new Quirk() {
            private int insertions;

            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return command.equals("Z0," + HERE) && ++insertions == 2
                        ? Optional.of(List.of("E0e"))
                        : Optional.empty();
            }
        };
    }

    /** A client that knows the tasks; only then is the target's byte order known. */
    private static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        gdb.threads();
        rig.server().forget();
        return gdb;
    }

    /** The tail of a Z packet. */
    private static String conditions(String... bytecodes) {
        StringBuilder tail = new StringBuilder(";");
        for (String bytecode : bytecodes) {
            tail.append("X%x,%s".formatted(bytecode.length() / 2, bytecode));
        }
        return tail.toString();
    }

    private void r0(long value) {
        firmware.machine().pokeRegister(1, 0, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    private void pc(long value) {
        firmware.machine().pokeRegister(1, Firmware.PC, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    /** What reached the server but for the kernel's variables. */
    private static List<String> motions(Rig rig) {
        return rig.server().commands().stream()
                .filter(c -> c.matches("[Zz].*|vCont;.*|[csCS].*|\3"))
                .toList();
    }

    /** A hit is told of as it was before conditions were evaluated here. */
    private void isTold(Rig rig, Gdb13 gdb) {
        gdb.wire().send("vCont;c");
        rig.server().stop("T05thread:1;");

        assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
        assertThat(rig.server().count("vCont;s.*|z.*")).isZero();
    }

    @Test
    void theClientIsToldOfTheHitWhoseConditionHolds() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.features()).containsEntry("ConditionalBreakpoints", "+");
            assertThat(gdb.ask("Z0," + HERE + conditions(R0_IS_3))).isEqualTo("OK");

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T05thread:1;");
            rig.server().stop(() -> {
                r0(3);
                return "T05thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            List<String> pass = List.of("g", "z0," + HERE, "vCont;s:1", "Z0," + HERE, "vCont;c");
            assertThat(rig.server().commands())
                    .startsWith("Z0," + HERE, "vCont;c")
                    .containsSubsequence(pass)
                    .hasSize(2 + 2 * pass.size() + 2);
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(1));
        }
    }

    @Test
    void memoryIsReadOnceAHit() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z1," + HERE + conditions(WORD_IS_5, WORD_IS_5));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05hwbreak:;thread:1;");
            rig.server().stop(() -> {
                firmware.poke(WORD, 5);
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(rig.server().commands())
                    .startsWith(
                            "Z1," + HERE,
                            "vCont;c",
                            "g",
                            "m20000040,4",
                            "z1," + HERE,
                            "vCont;s:1",
                            "Z1," + HERE,
                            "vCont;c",
                            "g",
                            "m20000040,4");
        }
    }

    @Test
    void theOldCommandsDoToo() {
        try (Rig rig = rig(Quirks.with(stub -> stub.vCont = ""))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions(R0_IS_3));

            gdb.wire().send("c");
            rig.server().stop("S05");
            rig.server().stop("S02");

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            assertThat(motions(rig))
                    .filteredOn(c -> !c.startsWith("vCont"))
                    .containsExactly("Z0," + HERE, "c", "z0," + HERE, "s", "Z0," + HERE, "c");
        }
    }

    /** One that holds, that cannot be evaluated for certain, or is no expression: the client looks itself. */
    @ParameterizedTest
    @CsvSource({
        "22031327, an empty stack",
        "220127, true",
        "'', no instruction",
        "2200, no end",
        "220022000527, division by zero",
        "24220000001727, no memory",
        "24080001501827, where the breakpoint may show",
        "26030027, no such register",
        "220030000227, trace16",
        "210000, a loop",
        "22000127, floating point",
    })
    void whatIsNotCertainlyFalseIsTold(String bytecode, String why) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.ask("Z0," + HERE + conditions(R0_IS_3, bytecode)))
                    .as(why)
                    .isEqualTo("OK");

            isTold(rig, gdb);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";X3,2200", ";X3,220027Y", ";X3,220027;cmds:0,X1,27", ";Xz,", ";"})
    void whatIsNoListOfConditionsIsNone(String tail) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + tail);

            isTold(rig, gdb);
        }
    }

    /** Any of several that holds is enough, and one without condition always holds. */
    @Test
    void allConditionsOfAllBreakpointsThereCount() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions(R0_IS_3));
            gdb.ask("Z1," + HERE + conditions(R0_IS_3, WORD_IS_5));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop(() -> {
                firmware.poke(WORD, 5);
                return "T05thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(motions(rig))
                    .containsExactly(
                            "Z0," + HERE,
                            "Z1," + HERE,
                            "vCont;c",
                            "z0," + HERE,
                            "z1," + HERE,
                            "vCont;s:1",
                            "Z0," + HERE,
                            "Z1," + HERE,
                            "vCont;c");
            firmware.poke(WORD, 0);
            gdb.ask("Z1," + HERE);
            rig.server().forget();
            isTold(rig, gdb);
        }
    }

    /** gdb inserts a breakpoint that is in again when its condition has changed: some servers would have it twice then. */
    @Test
    void theLastConditionCountsAndTheServerHasTheBreakpointOnce() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.ask("Z0," + HERE + conditions("220127"))).isEqualTo("OK");
            assertThat(gdb.ask("Z0," + HERE + conditions("220027"))).isEqualTo("OK");
            assertThat(rig.server().count("Z0.*")).isEqualTo(1);

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T02thread:1;");

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            rig.server().forget();
            assertThat(gdb.ask("Z0," + HERE)).isEqualTo("OK");
            assertThat(rig.server().count("Z0.*")).isZero();
            isTold(rig, gdb);
        }
    }

    /**
     * A {@code next} over a call that returns to the breakpoint: gdb waits for the return there, and does not say so of a breakpoint that is
     * in (gdb 13, and so with every server that evaluates conditions).
     */
    @Test
    void afterAStopThatTheClientWasToldOfConditionsAreSaidAnewOrDoNotCount() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            assertThat(gdb.ask("vCont;s:1;c")).startsWith("T05");
            rig.server().forget();

            isTold(rig, gdb);

            gdb.ask("z0," + HERE);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T02thread:1;");
            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
        }
    }

    /** Where the server did not take it there is none. */
    @Test
    void aRefusedInsertionHasNoConditions() {
        try (Rig rig = rig(refusesTheSecondInsertion())) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.ask("Z0," + HERE + conditions("220027"))).isEqualTo("OK");
            assertThat(gdb.ask("z0," + HERE)).isEqualTo("OK");
            assertThat(gdb.ask("Z0," + HERE + conditions("220027"))).isEqualTo("E0e");

            gdb.wire().send("vCont;c");
            rig.server().forget();
            rig.server().stop("T05thread:1;");
            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("vCont;s.*|z.*")).isZero();
        }
    }

    @Test
    void insertionsWithoutWaitingAreToldOneAfterTheOther() {
        try (Rig rig = rig(refusesTheSecondInsertion())) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("Z0," + HERE + conditions("220027"));
            gdb.wire().send("z0," + HERE);
            gdb.wire().send("Z0," + HERE + conditions("220027"));
            gdb.wire().send("Z0," + ELSEWHERE + conditions("220027"));

            assertThat(List.of(gdb.receive(), gdb.receive(), gdb.receive(), gdb.receive()))
                    .containsExactly("OK", "OK", "E0e", "OK");
            assertThat(rig.server().commands())
                    .containsExactly("Z0," + HERE, "z0," + HERE, "Z0," + HERE, "Z0," + ELSEWHERE);
        }
    }

    @Test
    void aRemovedBreakpointHasNone() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.ask("z0," + HERE);

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
        }
    }

    /** Other reasons than a breakpoint, a breakpoint elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "T05watch:20000100;thread:1;, T05watch:20000100;thread:1;",
        "T02thread:1;, T02thread:1;",
        "T0bthread:1;, T0bthread:1;",
        "T00thread:1;, T00thread:1;",
        "W07, W07",
        "X09, X09",
    })
    void otherStopsAreTold(String reply, String told) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop(reply);

            assertThat(gdb.receive()).isEqualTo(told);
            assertThat(rig.server().count("vCont;s.*|z.*")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vCont;C0b", "vCont;s:1;c", "vCont;C0b:1;c"})
    void onlyAPlainContinueRunsPast(String resume) {
        try (Rig rig = rig(Quirks.replies("vCont;s.*", "T05thread:1;"))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send(resume);
            if (!resume.contains("s")) {
                rig.server().stop("T05thread:1;");
            }

            assertThat(gdb.receive()).startsWith("T05").endsWith("thread:1;");
            assertThat(motions(rig)).containsExactly("Z0," + HERE, resume);
        }
    }

    /** Conditions are kept from a server that knows none, tasks or not. */
    @Test
    void withoutTasksNothingIsEvaluated() {
        try (Rig rig = rig()) {
            Gdb13 gdb = rig.connect(Map.of());
            gdb.attach();
            rig.server().forget();
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().commands()).containsExactly("Z0," + HERE, "vCont;c");
        }
    }

    /** A server that evaluates conditions, one whose packets are short, and a user who wants no tasks. */
    @ParameterizedTest
    @CsvSource({
        "PacketSize=1000;ConditionalBreakpoints+, true, true",
        "PacketSize=3ff, true, false",
        "PacketSize=1000, false, false",
    })
    void conditionsThatAreNotOursGoOn(String features, boolean tasks, boolean offered) {
        String[] sent = {"Z0," + HERE + conditions("220027"), "vCont;c"};
        List<Quirk> quirks = Rig.with(Quirks.features(features));
        try (Rig rig = tasks ? Rig.evaluating(firmware, quirks) : Rig.plain(firmware, quirks)) {
            Gdb13 gdb = attach(rig);
            assertThat(gdb.features().containsKey("ConditionalBreakpoints")).isEqualTo(offered);
            gdb.ask(sent[0]);

            gdb.wire().send(sent[1]);
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).endsWith("thread:1;");
            assertThat(rig.server().commands()).startsWith(sent);
            assertThat(rig.server().count("vCont;s.*|z.*")).isZero();
        }
    }

    /** gdb does not do that to a server that stops all threads; it is none of the server's business all the same. */
    @Test
    void conditionsAreKeptFromARunningTargetToo() throws InterruptedException {
        try (Rig rig = rig()) {
            rig.allowWhileRunning("Z0," + HERE);
            Gdb13 gdb = attach(rig);
            gdb.wire().send("vCont;c");
            rig.server().await("vCont;c");

            assertThat(gdb.ask("Z0," + HERE + conditions("220027"))).isEqualTo("OK");

            rig.server().stop("T05thread:1;");
            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(motions(rig)).containsExactly("vCont;c", "Z0," + HERE);
        }
    }

    /** The target stands when 0x03 comes: it is put right, and stays there. */
    @ParameterizedTest
    @ValueSource(strings = {"z0,.*", "vCont;s.*", "Z0,.*"})
    void theClientsInterruptEndsIt(String when) throws InterruptedException {
        try (LogCapture log = new LogCapture(Level.ALL);
                Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            rig.server().hold(command -> command.matches(when));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05swbreak:;thread:1;");
            rig.server().awaitHeld();
            gdb.wire().interrupt();
            log.await("(interrupt)");
            rig.server().release();

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            assertThat(motions(rig))
                    .filteredOn(c -> !c.equals("\3"))
                    .containsExactly("Z0," + HERE, "vCont;c", "z0," + HERE, "vCont;s:1", "Z0," + HERE);
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }

    @Test
    void anInterruptWhileTheTargetRunsIsTold() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            firmware.machine().awaitRunning();
            gdb.wire().interrupt();

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }

    /** A step may end in a fault, at a watchpoint, by an interrupt: that is what gdb sees of its own step. */
    @ParameterizedTest
    @CsvSource({
        "T0bthread:1;, T0bthread:1;",
        "T05watch:20000100;thread:1;, T05watch:20000100;thread:1;",
        "T02thread:1;, T02thread:1;",
    })
    void aStepThatEndsOtherwiseIsTold(String reply, String told) {
        try (Rig rig = rig(Quirks.replies("vCont;s.*", reply))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo(told);
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }

    @Test
    void aProgramThatEndsTakesItsBreakpointsAlong() {
        try (Rig rig = rig(Quirks.replies("vCont;s.*", "W07"))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("W07");
            assertThat(motions(rig)).containsExactly("Z0," + HERE, "vCont;c", "z0," + HERE, "vCont;s:1");
        }
    }

    /** The registers are read after the step, since there are other breakpoints. */
    @ParameterizedTest
    @ValueSource(strings = {"T05thread:1;", "T00thread:1;", "T05swbreak:;thread:1;"})
    void aStepOntoABreakpointIsAHit(String stepped) throws InterruptedException {
        try (Rig rig = rig(Quirks.replies("vCont;s.*", stepped))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.ask("Z0," + ELSEWHERE);
            rig.server().hold(command -> command.startsWith("z0"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().awaitHeld();
            pc(0x8000160);
            rig.server().release();

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(motions(rig))
                    .containsExactly(
                            "Z0," + HERE, "Z0," + ELSEWHERE, "vCont;c", "z0," + HERE, "vCont;s:1", "Z0," + HERE);
        }
    }

    @Test
    void aStepOntoAnotherWhoseConditionIsFalseGoesOn() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.ask("Z1," + ELSEWHERE + conditions("220027"));
            AtomicLong pc = new AtomicLong(0x8000150);
            firmware.machine().onStep(() -> pc(pc.addAndGet(0x10)));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T02thread:1;");

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            assertThat(motions(rig))
                    .containsExactly(
                            "Z0," + HERE,
                            "Z1," + ELSEWHERE,
                            "vCont;c",
                            "z0," + HERE,
                            "vCont;s:1",
                            "Z0," + HERE,
                            "z1," + ELSEWHERE,
                            "vCont;s:1",
                            "Z1," + ELSEWHERE,
                            "vCont;c");
        }
    }

    /** gdb finds the target as it was, and does itself what it can. */
    @ParameterizedTest
    @CsvSource({"'z0,.*', E0e, 0", "'vCont;s.*', E0e, 1", "'vCont;s.*|s', '', 1"})
    void aServerThatRefusesLeavesTheHitToTheClient(String command, String reply, long putBack) {
        try (Rig rig = rig(Quirks.replies(command, reply))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(rig.server().count("Z0,.*")).isEqualTo(1 + putBack);
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }

    @Test
    void ofTwoBreakpointsTheFirstIsPutBackWhenTheSecondStays() {
        try (Rig rig = rig(Quirks.replies("z1,.*", "E0e"))) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.ask("Z1," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05hwbreak:;thread:1;");
            assertThat(rig.server().stub().breakpoints).containsExactlyInAnyOrder("0," + HERE, "1," + HERE);
        }
    }

    /** Running on without the breakpoint is worse than a stop that nobody asked for. */
    @Test
    void withoutTheBreakpointTheTargetDoesNotRunOn() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                Rig rig = rig(refusesTheSecondInsertion())) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            log.await("the server did not put back a breakpoint at 0x8000150");
            assertThat(rig.server().count("vCont;c")).isEqualTo(1);
        }
    }

    /** The client goes in the midst: its breakpoint is put in again before the connection ends. */
    @Test
    void aClientThatGoesLeavesItsBreakpointInPlace() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            rig.server().hold(command -> command.startsWith("vCont;s"));
            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().awaitHeld();
            rig.server().forget();

            gdb.close();
            log.await("closed the connection");
            rig.server().release();
            rig.server().await("Z0," + HERE);

            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }

    @Test
    void whatWasPassedIsCounted() throws InterruptedException {
        try (LogCapture log = new LogCapture(Level.FINE);
                Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + conditions("220027"));
            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T05thread:1;");
            rig.server().stop("T02thread:1;");
            gdb.receive();

            log.await("2 hits of breakpoints passed by: their conditions were false");
            gdb.ask("qRcmd," + HexFormat.of().formatHex("tcbridge status".getBytes(StandardCharsets.US_ASCII)));
            assertThat(gdb.console())
                    .anyMatch(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII)
                            .matches("conditions +evaluated here: 2 hits passed by\n"));
        }
    }
}
