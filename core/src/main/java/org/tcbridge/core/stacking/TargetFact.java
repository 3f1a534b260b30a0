package org.tcbridge.core.stacking;

import java.util.Optional;

/**
 * A {@code [[fact]]} of a stacking file: something learnt once from a 4-byte word of memory.
 *
 * @param name what expressions call it
 * @param place where the word is
 * @param when what must hold of {@code word}
 * @param value what the fact is then
 * @param fallback what it is otherwise
 */
record TargetFact(String name, Place place, Optional<Expression> when, Expression value, Optional<Long> fallback) {
    /** Size of the word in bytes. */
    static final int BYTES = 4;

    /** Where a word is. */
    sealed interface Place {}

    /**
     * At a symbol of the program.
     *
     * @param symbol its name
     */
    record AtSymbol(String symbol) implements Place {}

    /**
     * At an address that the architecture fixes, such as a system register's.
     *
     * @param address of the word
     */
    record Fixed(long address) implements Place {}
}
