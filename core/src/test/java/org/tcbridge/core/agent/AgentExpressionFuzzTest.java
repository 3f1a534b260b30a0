package org.tcbridge.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.agent.AgentExpression.Outcome;

class AgentExpressionFuzzTest {
    private int looks;

    private final AgentExpression.Machine machine = new AgentExpression.Machine() {
        @Override
        public OptionalLong register(int number) {
            looks++;
            return number > 16 ? OptionalLong.empty() : OptionalLong.of(0x2000_0000L + number);
        }

        @Override
        public OptionalLong memory(long address, int bytes) {
            looks++;
            return address < 0x100 ? OptionalLong.empty() : OptionalLong.of(address * bytes);
        }
    };

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "2600002a2022032a201327",
                        "2600002a20221f2a200f22132a201320001521002c242000a7dc1922032a202b1520002721002c220121002e220027",
                        "2600002a20162022fb160814200034",
                        "2209220522033303320127",
                        "28210000",
                        "220128210002")
                .map(HexFormat.of()::parseHex);
    }

    /** Whatever the bytes are, it ends with a value or a reason, and two evaluations of the same agree. */
    @MethodSource("seeds")
    @FuzzTest
    void anyBytecodeEnds(byte[] bytecode) {
        AgentExpression expression;
        try {
            expression = AgentExpression.parse(bytecode);
        } catch (UnsupportedExpressionException e) {
            assertThat(e).hasMessageContaining("expected");
            return;
        }
        assertThat(expression).hasToString(HexFormat.of().formatHex(bytecode));
        looks = 0; // the fuzzer runs all inputs in one instance
        Outcome outcome = expression.evaluate(machine);
        assertThat(looks).isLessThanOrEqualTo(AgentExpression.MOST_EXECUTED);
        assertThat(expression.evaluate(machine)).isEqualTo(outcome);
    }
}
