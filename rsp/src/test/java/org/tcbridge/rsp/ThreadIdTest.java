package org.tcbridge.rsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadIdTest {

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "01,1",
        "1F,1f",
        "0,0",
        "-1,-1",
        "p1.1,p1.1",
        "p01.01,p1.1",
        "pa.-1,pa.-1",
        "p-1.-1,p-1.-1",
        "p2,p2.-1",
        "p0.0,p0.0",
        "20000abc,20000abc",
        "7fffffffffffffff,7fffffffffffffff"
    })
    void isReadLenientlyAndRenderedPlainly(String text, String wire) {
        assertThat(ThreadId.parse(text).wire()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p",
                "p1.",
                "p.1",
                "x",
                "1.1",
                "-2",
                "p1.1.1",
                " 1",
                "0x1",
                "+1",
                "8000000000000000",
                "10000000000000000"
            })
    void isRefusedWhenMalformed(String text) {
        assertThatThrownBy(() -> ThreadId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsOneThreadFromManyOrAny() {
        assertThat(ThreadId.of(1).isSpecific()).isTrue();
        assertThat(ThreadId.of(1, ThreadId.ALL).isSpecific()).isFalse();
        assertThat(ThreadId.of(ThreadId.ANY).isSpecific()).isFalse();
    }

    @Test
    void keepsBothNumbers() {
        assertThat(ThreadId.parse("p1a.2b")).isEqualTo(new ThreadId(OptionalLong.of(0x1a), 0x2b));
        assertThat(ThreadId.parse("2b")).isEqualTo(new ThreadId(OptionalLong.empty(), 0x2b));
    }

    @Test
    void refusesNumbersThatNameNothing() {
        assertThatThrownBy(() -> ThreadId.of(-2))
                .hasMessage("thread id -2 is neither positive nor 0 (any) nor -1 (all)");
        assertThatThrownBy(() -> ThreadId.of(-3, 1))
                .hasMessage("process id -3 is neither positive nor 0 (any) nor -1 (all)");
    }
}
