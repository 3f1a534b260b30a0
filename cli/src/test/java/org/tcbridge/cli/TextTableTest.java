package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void alignsColumns() {
        assertThat(new TextTable().row("a", "bb", "").row("ccc", "d", "e").lines())
                .containsExactly("a    bb", "ccc  d   e");
    }

    @Test
    void nothing() {
        assertThat(new TextTable().lines()).isEmpty();
    }
}
