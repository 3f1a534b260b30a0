package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void alignsColumns() {
        assertThat(new TextTable().row("a", "bb", "").row("ccc", "d", "e").lines())
                .containsExactly("a    bb", "ccc  d   e");
    }

    @Test
    void alignsNumbersOnTheRight() {
        assertThat(new TextTable("lr").row("a", "7", "x").row("b", "123", "").lines())
                .containsExactly("a    7  x", "b  123");
    }

    @Test
    void nothing() {
        assertThat(new TextTable().lines()).isEmpty();
    }
}
