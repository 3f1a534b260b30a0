package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Map<String, Long> KNOWN = Map.of("a", 0x15L, "b", 2L, "EXC_RETURN", 0xffffffedL);

    private static OptionalLong value(String text) throws ExpressionParser.SyntaxException {
        return ExpressionParser.parse(text).evaluate(name -> {
            Long value = KNOWN.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    7;                                 7
                    0x1F;                              31
                    0b101;                             5
                    0xffffffffffffffff;                -1
                    a;                                 21
                    a & 0x10 == 0;                     0
                    a & 0x10 == 0x10;                  1
                    a + b & ~1;                        22
                    a - b - 1;                         18
                    a - (b - 1);                       20
                    b - a;                             -19
                    ~~b;                               2
                    0 < ~0;                            1
                    a<=21&&a>=21;                      1
                    a < 21 || a > 21;                  0
                    a != 21;                           0
                    b;                                 2
                    a == b == 0;                       1
                    1 || 0 && 0;                       1
                    (1 || 0) && 0;                     0
                    EXC_RETURN & 0xffffff80 == 0xffffff80; 1
                    x == 1 && 0;                       0
                    0 && x == 1;                       0
                    x == 1 || b;                       1
                    """)
    void known(String text, long expected) throws ExpressionParser.SyntaxException {
        assertThat(value(text)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({"x", "x == 1", "~x", "x && 1", "0 || x", "a + x", "x == x", "(x & 1) != 0"})
    void unknown(String text) throws ExpressionParser.SyntaxException {
        assertThat(value(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    a = 1;        2;  '=': expected an operator or the end
                    a ==;         4;  the end: expected a name, an integer, '~' or '('
                    (a;           2;  the end: expected ')'
                    a b;          2;  'b': expected an operator or the end
                    08x;          0;  '08x': expected an integer of at most 64 bits
                    0x1ffffffffffffffff; 0; '0x1ffffffffffffffff': expected an integer of at most 64 bits
                    a | b;        2;  '|': expected an operator or the end
                    -1;           0;  '-': expected a name, an integer, '~' or '('
                    """)
    void errors(String text, int offset, String message) {
        assertThatThrownBy(() -> ExpressionParser.parse(text))
                .isInstanceOf(ExpressionParser.SyntaxException.class)
                .hasMessage(message)
                .extracting(e -> ((ExpressionParser.SyntaxException) e).offset())
                .isEqualTo(offset);
    }

    @Test
    void aNulIsNotTheEnd() {
        assertThatThrownBy(() -> ExpressionParser.parse("a\0b")).hasMessage("'\0': expected an operator or the end");
    }

    @Test
    void tooLong() {
        assertThatThrownBy(() -> ExpressionParser.parse("(".repeat(501)))
                .hasMessage("501 characters: expected at most 500");
    }

    @Test
    void names() throws ExpressionParser.SyntaxException {
        assertThat(ExpressionParser.parse("~a & task.x == symbol.y && a < 3").names())
                .containsExactly("a", "task.x", "symbol.y");
    }

    @Test
    void anyTextIsAnExpressionOrASyntaxError() {
        Random random = new Random(1);
        String[] tokens = {"a", "x", "1", "0x", "(", ")", "&", "&&", "|", "||", "~", "==", "<", "<=", "+", "-", " ", "é"
        };
        int expressions = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            try {
                value(text.toString());
                expressions++;
            } catch (ExpressionParser.SyntaxException e) {
                assertThat(e.offset()).isBetween(0, text.length());
            }
        }
        assertThat(expressions).isGreaterThan(400);
    }
}
