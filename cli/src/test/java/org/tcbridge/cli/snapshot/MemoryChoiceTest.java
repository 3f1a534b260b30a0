package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryChoiceTest {
    @Test
    void rangesAndAuto() {
        assertThat(MemoryChoice.parse("auto")).isEqualTo(new MemoryChoice(true, List.of()));
        assertThat(MemoryChoice.parse("0x20000000+40,auto,e000e000-0xe000f000"))
                .isEqualTo(new MemoryChoice(
                        true, List.of(new Range(0x2000_0000L, 0x40), new Range(0xe000_e000L, 0x1000))));
        assertThat(MemoryChoice.parse("ffffffff00000000+8"))
                .isEqualTo(new MemoryChoice(false, List.of(new Range(0xffff_ffff_0000_0000L, 8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "20+0", "30-20", "20+x", "1+2+3", "20000000:40"})
    void whatIsNoRangeIsNamed(String text) {
        assertThatThrownBy(() -> MemoryChoice.parse("auto," + text))
                .hasMessage(
                        "'" + text + "': expected auto, START-END or START+LENGTH in hexadecimal, with commas between");
    }

    @Test
    void rangesThatTouchAreOne() {
        assertThat(Range.joined(List.of(
                        new Range(0x2000, 0x10),
                        new Range(0x1000, 0x100),
                        new Range(0x1080, 0x20),
                        new Range(0x1110, 8))))
                .containsExactly(new Range(0x1000, 0x118), new Range(0x2000, 0x10));
    }
}
