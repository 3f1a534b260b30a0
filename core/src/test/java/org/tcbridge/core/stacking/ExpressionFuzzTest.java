package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.stacking.Expression.Binary;
import org.tcbridge.core.stacking.Expression.Complement;
import org.tcbridge.core.stacking.Expression.Literal;
import org.tcbridge.core.stacking.Expression.Name;
import org.tcbridge.core.stacking.ExpressionParser.SyntaxException;

class ExpressionFuzzTest {

    /** Names have values that differ; those that begin with {@code x} are unknown. */
    private static final Expression.Scope SCOPE = name ->
            name.startsWith("x") ? OptionalLong.empty() : OptionalLong.of(name.hashCode() * 0x9e3779b97f4a7c15L);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "(EXC_RETURN & 0x10) == 0",
                        "task.stack_start <= address && top < task.stack_end + 16 || symbol.x",
                        "~0b11 & a - b + 1",
                        "a.b_c != 18446744073709551615 && ~~(x >= 2)",
                        "((((1))))")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void meansTheSameWithEveryParenthesisSpeltOut(byte[] bytes) throws SyntaxException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Expression expression;
        try {
            expression = ExpressionParser.parse(text);
        } catch (SyntaxException e) {
            assertThat(e.offset()).isBetween(0, Math.min(text.length(), ExpressionParser.LONGEST));
            return;
        }
        assertThat(text).hasSizeLessThanOrEqualTo(ExpressionParser.LONGEST);
        assertThat(expression.names()).allMatch(text::contains);
        String full = render(expression);
        if (full.length() <= ExpressionParser.LONGEST) {
            assertThat(ExpressionParser.parse(full)).isEqualTo(expression);
        }
        assertThat(new Reckoner(text).result()).isEqualTo(expression.evaluate(SCOPE));
    }

    private static String render(Expression expression) {
        return switch (expression) {
            case Literal(long value) -> "0x" + Long.toHexString(value);
            case Name(String name) -> name;
            case Complement(Expression operand) -> "~(" + render(operand) + ")";
            case Binary(var operator, Expression left, Expression right) ->
                "(" + render(left) + ")" + operator.text() + "(" + render(right) + ")";
        };
    }

    /** Computes while it reads, one method a level of the grammar: shares nothing with the parser or the evaluation. */
    private static final class Reckoner {
        private final String text;
        private int at;

        Reckoner(String text) {
            this.text = text;
        }

        OptionalLong result() {
            OptionalLong value = or();
            blanks();
            assertThat(at).isEqualTo(text.length());
            return value;
        }

        private OptionalLong or() {
            OptionalLong value = and();
            while (take("||")) {
                value = logical(value, and(), 1);
            }
            return value;
        }

        private OptionalLong and() {
            OptionalLong value = comparison();
            while (take("&&")) {
                value = logical(value, comparison(), 0);
            }
            return value;
        }

        private static OptionalLong logical(OptionalLong left, OptionalLong right, long decisive) {
            for (OptionalLong side : new OptionalLong[] {left, right}) {
                if (side.isPresent() && (side.getAsLong() == 0) == (decisive == 0)) {
                    return OptionalLong.of(decisive);
                }
            }
            return left.isEmpty() || right.isEmpty() ? OptionalLong.empty() : OptionalLong.of(1 - decisive);
        }

        private OptionalLong comparison() {
            OptionalLong left = mask();
            while (true) {
                if (take("==")) {
                    left = compare(left, mask(), true, false, false);
                } else if (take("!=")) {
                    left = compare(left, mask(), false, true, true);
                } else if (take("<=")) {
                    left = compare(left, mask(), true, true, false);
                } else if (take(">=")) {
                    left = compare(left, mask(), true, false, true);
                } else if (take("<")) {
                    left = compare(left, mask(), false, true, false);
                } else if (take(">")) {
                    left = compare(left, mask(), false, false, true);
                } else {
                    return left;
                }
            }
        }

        private static OptionalLong compare(
                OptionalLong left, OptionalLong right, boolean equal, boolean less, boolean greater) {
            if (left.isEmpty() || right.isEmpty()) {
                return OptionalLong.empty();
            }
            // the sign bit flipped, unsigned order is signed order
            int order = Long.compare(left.getAsLong() ^ Long.MIN_VALUE, right.getAsLong() ^ Long.MIN_VALUE);
            return OptionalLong.of((order == 0 ? equal : order < 0 ? less : greater) ? 1 : 0);
        }

        private OptionalLong mask() {
            OptionalLong left = sum();
            while (!ahead("&&") && take("&")) {
                OptionalLong right = sum();
                left = left.isEmpty() || right.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(left.getAsLong() & right.getAsLong());
            }
            return left;
        }

        private OptionalLong sum() {
            OptionalLong left = unary();
            while (ahead("+") || ahead("-")) {
                long sign = take("+") ? 1 : take("-") ? -1 : 0;
                OptionalLong right = unary();
                left = left.isEmpty() || right.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(left.getAsLong() + sign * right.getAsLong());
            }
            return left;
        }

        private OptionalLong unary() {
            if (take("~")) {
                OptionalLong value = unary();
                return value.isEmpty() ? value : OptionalLong.of(-1 - value.getAsLong());
            }
            if (take("(")) {
                OptionalLong value = or();
                assertThat(take(")")).isTrue();
                return value;
            }
            int start = at;
            while (at < text.length()
                    && "&|=!<>+-~()".indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            String word = text.substring(start, at);
            if (!Character.isDigit(word.charAt(0))) {
                return SCOPE.value(word);
            }
            int radix = word.matches("0[xX].*") ? 16 : word.matches("0[bB].*") ? 2 : 10;
            return OptionalLong.of(new java.math.BigInteger(radix == 10 ? word : word.substring(2), radix).longValue());
        }

        private boolean ahead(String operator) {
            blanks();
            return text.startsWith(operator, at);
        }

        private boolean take(String operator) {
            boolean there = ahead(operator);
            at += there ? operator.length() : 0;
            return there;
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
