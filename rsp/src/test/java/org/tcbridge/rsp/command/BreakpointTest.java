package org.tcbridge.rsp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakpointTest {
    private static Breakpoint with(String rest) {
        return new Breakpoint(BreakpointType.SOFTWARE, 0x8000, 2, rest);
    }

    @Test
    void conditionsStandOneBehindTheOther() {
        assertThat(with(";X3,220027X1,27").conditions().orElseThrow())
                .containsExactly(new byte[] {0x22, 0, 0x27}, new byte[] {0x27});
        assertThat(with(";X0,").conditions().orElseThrow()).containsExactly(new byte[0]);
        assertThat(with("").conditions()).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";X3,2200",
                ";X3,220027;",
                ";X3,220027;X1,27",
                ";X3,220027;cmds:0,X1,27",
                ";X1,2",
                ";X1,zz",
                ";X,27",
                ";X7fffffff,27",
                ";X80000000,27",
                ";Y1,27",
                "X1,27"
            })
    void anythingElseIsNoConditions(String rest) {
        assertThat(with(rest).conditions()).isEmpty();
    }

    @Test
    void bareIsThePlaceAlone() {
        assertThat(with(";X1,27").bare()).isEqualTo(with(""));
    }
}
