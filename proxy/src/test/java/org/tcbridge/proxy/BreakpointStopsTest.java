package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/**
 * Stops at the client's breakpoints say so: gdb takes out a breakpoint that was for one step before it looks, and without the
 * word of the server takes the trap for the program's own.
 */
@ExtendWith(LeakRecorder.Check.class)
class BreakpointStopsTest {
    /** Where the running task is. */
    private static final String HERE = "8000150";

    @ParameterizedTest
    @CsvSource({
        "vCont;c, T05thread:1;, T05hwbreak:;thread:1;",
        "vCont;c, S05, T05thread:1;hwbreak:;",
        "c, S05, T05thread:1;hwbreak:;",
        "vCont;c, T05swbreak:;thread:1;, T05swbreak:;thread:1;",
        "vCont;c, T05watch:20000100;thread:1;, T05watch:20000100;thread:1;",
        "vCont;c, T02thread:1;, T02thread:1;",
        "vCont;c, T0bthread:1;, T0bthread:1;",
    })
    void aTrapAtABreakpointIsExplained(String resume, String reply, String told) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("Z0," + HERE + ",2");

            gdb.wire().send(resume);
            rig.server().stop(reply);

            assertThat(gdb.receive()).isEqualTo(told);
        }
    }

    /** A breakpoint instruction of the program's own is a trap, and gdb is to stop there. */
    @ParameterizedTest
    @ValueSource(strings = {"Z0,8000180,2", "Z2,8000150,4", "z1,8000150,2"})
    void aTrapElsewhereIsNot(String last) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("Z1," + HERE + ",2");
            gdb.ask("z1," + HERE + ",2");
            gdb.ask("Z0,8000160,2");
            gdb.ask(last);

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
        }
    }

    /** gdb refuses a stop reply that says more than was agreed upon. */
    @Test
    void notToAClientThatDidNotAsk() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.connect();
            assertThat(gdb.ask("qSupported:swbreak+")).doesNotContain("hwbreak");
            gdb.ask("?");
            gdb.offerSymbols();
            gdb.ask("Z0," + HERE + ",2");

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
        }
    }

    /** The server's own threads, the server's own words. */
    @Test
    void withoutTasksStopsAreTheServers() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.connect(Map.of());
            gdb.attach();
            assertThat(gdb.features()).containsEntry("hwbreak", "+");
            gdb.ask("Z0," + HERE + ",2");

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
        }
    }

    /** To know where a CPU stands costs a read of its registers: only where there is a breakpoint, and after no step. */
    @Test
    void stepsAndFreeRunsCostNothing() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("Z0," + HERE + ",2");
            gdb.step("1");
            rig.server().forget();
            gdb.step("1");
            assertThat(rig.server().count("g")).isZero();
            gdb.ask("z0," + HERE + ",2");

            gdb.wire().send("vCont;c");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("g")).isZero();
        }
    }
}
