package org.tcbridge.rsp.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.reply.StopReply.Exited;
import org.tcbridge.rsp.reply.StopReply.NoThreads;
import org.tcbridge.rsp.reply.StopReply.Pair;
import org.tcbridge.rsp.reply.StopReply.Stopped;
import org.tcbridge.rsp.reply.StopReply.Terminated;

class StopReplyTest {

    private static final String FULL = "T05swbreak:;0d:00100020;thread:p01.01;core:0;watch:20000abc;library:;zz:1:2;";

    private static Stopped stopped(String text) {
        return (Stopped) StopReply.parse(text).orElseThrow();
    }

    @Test
    void readsSignalsAndPairsInTheirOrder() {
        assertThat(StopReply.parse("S05")).contains(new Stopped(5, List.of()));
        assertThat(StopReply.parse("T00")).contains(new Stopped(0, List.of()));
        assertThat(stopped(FULL))
                .isEqualTo(new Stopped(
                        5,
                        List.of(
                                new Pair("swbreak", ""),
                                new Pair("0d", "00100020"),
                                new Pair("thread", "p01.01"),
                                new Pair("core", "0"),
                                new Pair("watch", "20000abc"),
                                new Pair("library", ""),
                                new Pair("zz", "1:2"))));
    }

    @Test
    void readsTheEndOfAProcess() {
        assertThat(StopReply.parse("W00")).contains(new Exited(0, OptionalLong.empty()));
        assertThat(StopReply.parse("W2a;process:a410")).contains(new Exited(42, OptionalLong.of(0xa410)));
        assertThat(StopReply.parse("X1D")).contains(new Terminated(29, OptionalLong.empty()));
        assertThat(StopReply.parse("X09;process:1")).contains(new Terminated(9, OptionalLong.of(1)));
        assertThat(StopReply.parse("N")).contains(new NoThreads());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S05",
                "T05thread:p01.01;",
                FULL,
                "W00",
                "W2a;process:a410",
                "X0b",
                "X09;process:1",
                "N",
                "T02core:3;"
            })
    void rendersWhatItRead(String text) {
        assertThat(StopReply.parse(text).orElseThrow().wire()).isEqualTo(text);
    }

    @Test
    void theLastSemicolonMayBeMissing() {
        assertThat(stopped("T05thread:1").wire()).isEqualTo("T05thread:1;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "S",
                "S5",
                "S055",
                "Sgg",
                "S05thread:1;",
                "T",
                "T5",
                "Tgg",
                "T05thread",
                "T05:1;",
                "W",
                "Wg",
                "W00;x:1",
                "W00;process:",
                "X",
                "N1",
                "E01",
                "O4142",
                "0000"
            })
    void whatIsNoStopReplyIsNone(String text) {
        assertThat(StopReply.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S05, T05thread:p1.3;",
        "T05, T05thread:p1.3;",
        "T00, T00thread:p1.3;",
        "T05hwbreak:;core:1;, T05thread:p1.3;hwbreak:;core:1;",
        "T05watch:20000abc;thread:p01.01;core:0;, T05watch:20000abc;thread:p1.3;core:0;"
    })
    void namesAThreadAndKeepsTheRest(String text, String expected) {
        assertThat(stopped(text).withThread(ThreadId.of(1, 3)).wire()).isEqualTo(expected);
    }

    @Test
    void knowsTheThread() {
        assertThat(stopped(FULL).thread()).contains(ThreadId.of(1, 1));
        assertThat(stopped("S05").thread()).isEmpty();
        assertThat(stopped("T05thread:zz;").thread()).isEmpty();
        assertThat(stopped(FULL).value("watch")).contains("20000abc");
        assertThat(stopped(FULL).value("rwatch")).isEqualTo(Optional.empty());
    }

    @Test
    void dropsTheRegistersThatCameAlong() {
        assertThat(stopped("T0507:01000000;0d:00100020;thread:1;core:0;0f:0;")
                        .without(pair -> pair.register().isPresent())
                        .wire())
                .isEqualTo("T05thread:1;core:0;");
        assertThat(new Pair("0d", "00").register()).isEqualTo(OptionalInt.of(13));
        assertThat(new Pair("fork", "p1.1").register()).isEmpty();
    }

    @Test
    void randomTextNeverThrows() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder().append("STWXN".charAt(random.nextInt(5)));
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append("0123456789abcdef;:thread.process-".charAt(random.nextInt(33)));
            }
            StopReply.parse(text.toString())
                    .ifPresent(
                            reply -> assertThat(StopReply.parse(reply.wire())).contains(reply));
        }
    }

    @Test
    void aReplyOfManyPairsIsRead() {
        assertThat(stopped("T05" + "a:1;".repeat(100_000)).pairs()).hasSize(100_000);
    }
}
