package org.tcbridge.core.stacking;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a stacking file's {@code [registers]} table.
 *
 * @param register as the file spells it
 * @param choices tried in order; the first that applies and, for an alias, whose slot the frame holds, is taken
 */
record RegisterRule(String register, List<Choice> choices) {
    /**
     * One way to find the register.
     *
     * @param when its condition, if it has one; unknown counts as false
     * @param value where the register is
     */
    record Choice(Optional<Expression> when, Value value) {}

    /** Where a register is. */
    sealed interface Value {
        /** It always has this value. */
        record Constant(long value) implements Value {}

        /** It is computed, such as from the frame's end. */
        record Computed(Expression expression) implements Value {}

        /** It is a slot's value, of which only the bits in {@code mask} count. */
        record Alias(String slot, long mask) implements Value {}

        /** It is not saved. */
        record Unavailable() implements Value {}
    }
}
