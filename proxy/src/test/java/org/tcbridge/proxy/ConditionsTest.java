package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;

/** Which stops at breakpoints with conditions the client is told of. */
@ExtendWith(LeakRecorder.Check.class)
class ConditionsTest extends ConditionalBreakpoint {
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
