package org.tcbridge.core.stacking;

import java.util.Optional;

/**
 * A {@code [[fact]]} of a stacking file: something learnt once from a 4-byte word of the program.
 *
 * @param name what expressions call it
 * @param symbol where the word is
 * @param when what must hold of {@code word}
 * @param value what the fact is then
 * @param fallback what it is otherwise
 */
record TargetFact(String name, String symbol, Optional<Expression> when, Expression value, Optional<Long> fallback) {
    /** Size of the word in bytes. */
    static final int BYTES = 4;
}
