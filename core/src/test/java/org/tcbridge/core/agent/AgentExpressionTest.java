package org.tcbridge.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.agent.AgentExpression.Outcome;

class AgentExpressionTest {
    private final Map<Integer, Long> registers = new HashMap<>();
    private final Map<Long, Long> words = new HashMap<>();

    /** Memory holds words; narrower reads give their low bits. */
    private final AgentExpression.Machine machine = new AgentExpression.Machine() {
        @Override
        public OptionalLong register(int number) {
            return registers.containsKey(number) ? OptionalLong.of(registers.get(number)) : OptionalLong.empty();
        }

        @Override
        public OptionalLong memory(long address, int bytes) {
            long mask = bytes == Long.BYTES ? -1 : (1L << (Byte.SIZE * bytes)) - 1;
            return words.containsKey(address) ? OptionalLong.of(words.get(address) & mask) : OptionalLong.empty();
        }
    };

    private Outcome evaluate(String bytecode) throws UnsupportedExpressionException {
        return AgentExpression.parse(HexFormat.of().parseHex(bytecode.replace(" ", "")))
                .evaluate(machine);
    }

    private static Outcome value(long value) {
        return new Outcome.Value(value);
    }

    /** {@code maint agent-eval} of gdb 13 for a function of a Cortex-M4: {@code round} in r0, {@code work_count} a word at 0x2000a7dc. */
    @ParameterizedTest
    @CsvSource({
        "19, 4, 1",
        "19, 3, 0",
        "51, 4, 1",
        "18, 9, 0",
        "4294967283, 9, 1",
    })
    void masksAndBothConditions(long round, long count, long result) throws UnsupportedExpressionException {
        registers.put(0, round);
        words.put(0x2000_a7dcL, count);

        // (round & 31) == 19 && work_count > 3
        assertThat(evaluate("260000 2a20 221f 2a20 0f 2213 2a20 13 200015 21002c 242000a7dc 19 2203 2a20 2b 15 200027"
                        + " 21002c 2201 21002e 2200 27"))
                .isEqualTo(value(result));
    }

    /** {@code (int) round < -5 || (signed char) round >> 2 == round % 7}. */
    @ParameterizedTest
    @CsvSource({"4294967290, 1", "4294967291, 0", "8, 0", "5, 0", "4, 0", "0, 1", "27, 1", "2147483648, 1"})
    void signedComparisons(long round, long result) throws UnsupportedExpressionException {
        registers.put(0, round);

        assertThat(evaluate(
                        "260000 2a20 1620 22fb 1608 14 200034 260000 2a20 1608 2202 0a 1620 260000 2a20 2207 2a20 08"
                                + " 2a20 2b 2a20 2b 13 200034 2200 210036 2201 27"))
                .isEqualTo(value(result));
    }

    private static final Map<Opcode, LongBinaryOperator> BINARY = Map.ofEntries(
            Map.entry(Opcode.ADD, Long::sum),
            Map.entry(Opcode.SUB, (a, b) -> a - b),
            Map.entry(Opcode.MUL, (a, b) -> a * b),
            Map.entry(Opcode.DIV_SIGNED, (a, b) -> a / b),
            Map.entry(Opcode.DIV_UNSIGNED, Long::divideUnsigned),
            Map.entry(Opcode.REM_SIGNED, (a, b) -> a % b),
            Map.entry(Opcode.REM_UNSIGNED, Long::remainderUnsigned),
            Map.entry(Opcode.BIT_AND, (a, b) -> a & b),
            Map.entry(Opcode.BIT_OR, (a, b) -> a | b),
            Map.entry(Opcode.BIT_XOR, (a, b) -> a ^ b),
            Map.entry(Opcode.EQUAL, (a, b) -> a == b ? 1 : 0),
            Map.entry(Opcode.LESS_SIGNED, (a, b) -> Long.compare(a, b) < 0 ? 1 : 0),
            Map.entry(Opcode.LESS_UNSIGNED, (a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0));

    private static final Map<Opcode, LongUnaryOperator> UNARY = Map.of(
            Opcode.LOG_NOT, a -> a == 0 ? 1 : 0,
            Opcode.BIT_NOT, a -> -1 - a);

    private static final Map<Opcode, LongBinaryOperator> SHIFTS = Map.of(
            Opcode.LSH, (a, n) -> a * (1L << n),
            Opcode.RSH_SIGNED, (a, n) -> Math.floorDiv(a, 1L << n),
            Opcode.RSH_UNSIGNED, (a, n) -> Long.divideUnsigned(a, 1L << n));

    private static final long[] CORNERS = {
        0,
        1,
        -1,
        2,
        31,
        63,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1
    };

    private static byte[] constants(Opcode opcode, long... values) {
        ByteBuffer code = ByteBuffer.allocate(9 * values.length + 2);
        for (long value : values) {
            code.put((byte) Opcode.CONST64.code()).putLong(value);
        }
        return code.put((byte) opcode.code()).put((byte) Opcode.END.code()).array();
    }

    private void isAsInJava(Opcode opcode, long expected, long... values) throws UnsupportedExpressionException {
        assertThat(AgentExpression.parse(constants(opcode, values)).evaluate(machine))
                .as("%s of %s", opcode, java.util.Arrays.toString(values))
                .isEqualTo(value(expected));
    }

    private static long any(Random random) {
        return random.nextBoolean() ? CORNERS[random.nextInt(CORNERS.length)] : random.nextLong();
    }

    @Test
    void arithmeticIsJavas() throws UnsupportedExpressionException {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            long left = any(random);
            long right = any(random);
            for (Opcode opcode : BINARY.keySet()) {
                boolean divides =
                        opcode.name().startsWith("DIV") || opcode.name().startsWith("REM");
                if (!divides || (right != 0 && (left != Long.MIN_VALUE || right != -1))) {
                    isAsInJava(opcode, BINARY.get(opcode).applyAsLong(left, right), left, right);
                }
            }
            for (Opcode opcode : UNARY.keySet()) {
                isAsInJava(opcode, UNARY.get(opcode).applyAsLong(left), left);
            }
        }
    }

    @Test
    void shiftsAreProductsAndQuotients() throws UnsupportedExpressionException {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            long value = any(random);
            long distance = random.nextInt(63);
            for (Opcode opcode : SHIFTS.keySet()) {
                isAsInJava(opcode, SHIFTS.get(opcode).applyAsLong(value, distance), value, distance);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "22ff 1608 27, -1",
        "227f 1608 27, 127",
        "22ff 1607 27, -1",
        "2401234567 1640 27, 0x1234567",
        "258000000000000000 1620 27, 0",
        "25ffffffff80000000 2a20 27, 0x80000000",
        "25ffffffffffffffff 2a01 27, 1",
        "25ffffffffffffffff 2a40 27, -1",
        "23fffe 27, 0xfffe",
        "2201 2202 02 28 04 27, 9", // dup
        "2201 2202 29 27, 1", // pop
        "2205 2203 2b 03 27, -2", // swap: 3 - 5
        "2205 2203 3201 03 27, -2", // pick: 3 - 5
        "2205 2203 3200 04 27, 9",
        "2209 2205 2203 33 03 27, 4", // rot: 3 9 5, 9 - 5
        "2209 2205 2203 33 29 29 27, 3",
        "2200 0e 27, 1",
        "2200 200008 2263 27 2205 27, 0x63", // if_goto
        "2201 200008 2263 27 2205 27, 5",
        "210006 2263 27 2205 27, 5", // goto
    })
    void instructionsDoAsTheManualSays(String bytecode, String expected) throws UnsupportedExpressionException {
        assertThat(evaluate(bytecode)).isEqualTo(value(Long.decode(expected)));
    }

    @Test
    void referencesReadSoManyBytes() throws UnsupportedExpressionException {
        words.put(0x20L, 0x8182_8384_8586_8788L);

        assertThat(evaluate("2220 17 27")).isEqualTo(value(0x88));
        assertThat(evaluate("2220 18 27")).isEqualTo(value(0x8788));
        assertThat(evaluate("2220 19 27")).isEqualTo(value(0x8586_8788L));
        assertThat(evaluate("2220 1a 27")).isEqualTo(value(0x8182_8384_8586_8788L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no instruction begins at 0",
                "2201 | no instruction begins at 2",
                "210001 | no instruction begins at 1",
                "21ffff | no instruction begins at 65535",
                "210000 | more than 1000 instructions",
                "27 | END at 0 with 0 values on the stack",
                "2201 13 27 | EQUAL at 2 with 1 values on the stack",
                "2201 3201 27 | PICK 1 with 1 values on the stack",
                "2201 2200 05 27 | division by zero",
                "2201 2200 06 27 | division by zero",
                "2201 2200 07 27 | division by zero",
                "2201 2200 08 27 | division by zero",
                "258000000000000000 25ffffffffffffffff 05 27 | the least number is divided by -1",
                "258000000000000000 25ffffffffffffffff 07 27 | the least number is divided by -1",
                "2201 2240 09 27 | a shift by 64 bits: expected 0 to 63",
                "2201 25ffffffffffffffff 0a 27 | a shift by -1 bits: expected 0 to 63",
                "2201 1600 27 | EXT of 0 bits: expected 1 to 64",
                "2201 2a41 27 | ZERO_EXT of 65 bits: expected 1 to 64",
                "260007 27 | register 7 is not known",
                "2410000000 19 27 | 4 bytes at 0x10000000 cannot be read",
            })
    void whatIsNotCertainIsDoubtful(String bytecode, String reason) throws UnsupportedExpressionException {
        assertThat(evaluate(bytecode)).isEqualTo(new Outcome.Doubtful(reason));
    }

    @Test
    void theStackIsOnlySoDeep() throws UnsupportedExpressionException {
        String hundred = "2201".repeat(AgentExpression.DEEPEST);

        assertThat(evaluate(hundred + "27")).isEqualTo(value(1));
        assertThat(evaluate(hundred + "28 27"))
                .isEqualTo(new Outcome.Doubtful("DUP at 200 with 100 values on the stack"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01 27 | opcode 0x01 at 0: expected one that conditions have",
                "2201 2c0000 27 | opcode 0x2c at 2: expected one that conditions have",
                "2201 27 30 | opcode 0x30 at 3: expected one that conditions have",
                "2201 24010203 | CONST32 at 2: expected 4 bytes after it",
            })
    void whatIsNotKnownIsNoExpression(String bytecode, String reason) {
        assertThatThrownBy(() -> evaluate(bytecode))
                .isInstanceOf(UnsupportedExpressionException.class)
                .hasMessage(reason);
    }
}
