package org.tcbridge.core.stacking;

import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An expression of a stacking file. Arithmetic is 64 bits wide and wraps, comparisons are unsigned and give 0 or 1. A
 * name may be unknown; so is what is computed from it, except where the other operand of {@code &&} or {@code ||}
 * decides alone.
 */
sealed interface Expression {
    /** An integer. */
    record Literal(long value) implements Expression {}

    /** A name. */
    record Name(String name) implements Expression {}

    /** {@code ~operand}. */
    record Complement(Expression operand) implements Expression {}

    /** {@code left operator right}. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** The binary operators; those of a lower level bind more loosely. */
    enum Operator {
        OR("||", 0),
        AND("&&", 1),
        EQUAL("==", 2),
        UNEQUAL("!=", 2),
        AT_MOST("<=", 2),
        AT_LEAST(">=", 2),
        LESS("<", 2),
        GREATER(">", 2),
        MASK("&", 3),
        PLUS("+", 4),
        MINUS("-", 4);

        /** Level of the operators that bind tightest. */
        static final int TIGHTEST = 4;

        private final String text;
        private final int level;

        Operator(String text, int level) {
            this.text = text;
            this.level = level;
        }

        String text() {
            return text;
        }

        int level() {
            return level;
        }
    }

    /** What names stand for. */
    interface Scope {
        /** Value of a name; empty when it is unknown. */
        OptionalLong value(String name);
    }

    /** Computes the value; empty when it is unknown. */
    default OptionalLong evaluate(Scope scope) {
        return switch (this) {
            case Literal(long value) -> OptionalLong.of(value);
            case Name(String name) -> scope.value(name);
            case Complement(Expression operand) -> {
                OptionalLong value = operand.evaluate(scope);
                yield value.isEmpty() ? value : OptionalLong.of(~value.getAsLong());
            }
            case Binary(Operator operator, Expression left, Expression right) ->
                binary(operator, left.evaluate(scope), right.evaluate(scope));
        };
    }

    private static OptionalLong binary(Operator operator, OptionalLong left, OptionalLong right) {
        boolean absorbing = operator == Operator.OR;
        if (operator == Operator.OR || operator == Operator.AND) {
            if (is(left, absorbing) || is(right, absorbing)) {
                return truth(absorbing);
            }
        }
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalLong.empty();
        }
        long a = left.getAsLong();
        long b = right.getAsLong();
        int order = Long.compareUnsigned(a, b);
        return switch (operator) {
            case OR, AND -> truth(!absorbing);
            case EQUAL -> truth(order == 0);
            case UNEQUAL -> truth(order != 0);
            case AT_MOST -> truth(order <= 0);
            case AT_LEAST -> truth(order >= 0);
            case LESS -> truth(order < 0);
            case GREATER -> truth(order > 0);
            case MASK -> OptionalLong.of(a & b);
            case PLUS -> OptionalLong.of(a + b);
            case MINUS -> OptionalLong.of(a - b);
        };
    }

    private static boolean is(OptionalLong value, boolean truth) {
        return value.isPresent() && (value.getAsLong() != 0) == truth;
    }

    private static OptionalLong truth(boolean value) {
        return OptionalLong.of(value ? 1 : 0);
    }

    /** The names in it, from left to right. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collect(names);
        return names;
    }

    private void collect(Set<String> names) {
        switch (this) {
            case Literal ignored -> {}
            case Name(String name) -> names.add(name);
            case Complement(Expression operand) -> operand.collect(names);
            case Binary(Operator ignored, Expression left, Expression right) -> {
                left.collect(names);
                right.collect(names);
            }
        }
    }
}
