package org.tcbridge.rsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HexTest {

    @Test
    void numbersAreUnsignedWith64Bits() {
        assertThat(Hex.parseNumber("ffffffffffffffff")).isEqualTo(-1L);
        assertThat(Hex.number(-1)).isEqualTo("ffffffffffffffff");
        assertThat(Hex.number(0)).isEqualTo("0");
        assertThatThrownBy(() -> Hex.parseNumber("10000000000000000")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Hex.parseNumber("")).hasMessage("'' is not a hexadecimal number");
        assertThatThrownBy(() -> Hex.parseNumber("-1")).hasMessage("'-1' is not a hexadecimal number");
        assertThatThrownBy(() -> Hex.parseNumber("\u0661")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void intsAreBounded() {
        assertThat(Hex.parseInt("7fffffff")).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> Hex.parseInt("80000000")).hasMessage("0x80000000 is not in 0..0x7fffffff");
    }

    @Test
    void textIsUtf8InHex() {
        assertThat(Hex.ofText("pxCurrentTCB")).isEqualTo("707843757272656e74544342");
        assertThat(Hex.parseText("c3bc")).isEqualTo("\u00fc");
        assertThat(Hex.twoDigits(5)).isEqualTo("05");
        assertThat(Hex.isBytes("0aF")).isFalse();
        assertThat(Hex.isBytes("0aFf")).isTrue();
        assertThat(Hex.isBytes("0x")).isFalse();
    }

    @Test
    void registersMayBeUnknown() {
        assertThat(Hex.isRegisters("0aFfxxXX")).isTrue();
        assertThat(Hex.isRegisters("")).isFalse();
        assertThat(Hex.isRegisters("0ax")).isFalse();
        assertThat(Hex.isRegisters("E.")).isFalse();
        assertThat(Hex.isRegisters("0y")).isFalse();
    }
}
