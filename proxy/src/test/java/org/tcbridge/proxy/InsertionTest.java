package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;

/** Conditions come with breakpoints that the server is told of without them, and count until the client is told of a stop. */
@ExtendWith(LeakRecorder.Check.class)
class InsertionTest extends ConditionalBreakpoint {
    @ParameterizedTest
    @ValueSource(strings = {";X3,2200", ";X3,220027Y", ";X3,220027;cmds:0,X1,27", ";Xz,", ";"})
    void whatIsNoListOfConditionsIsNone(String tail) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + tail);

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
}
