package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;

/** A hit whose condition is false is passed as gdb steps over a breakpoint, and whatever comes between is told. */
@ExtendWith(LeakRecorder.Check.class)
class RunPastTest extends ConditionalBreakpoint {
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

            // the command is noted before it is done
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (rig.server().stub().breakpoints.isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(rig.server().stub().breakpoints).containsExactly("0," + HERE);
        }
    }
}
