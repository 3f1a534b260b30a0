package org.tcbridge.core.symbol;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The program on the target, as a file describes it.
 *
 * @param symbols its symbols
 * @param order byte order of its data; empty when the file does not tell, and the target is to
 * @param elfMachine its {@code e_machine}; empty when the file does not tell
 */
public record Program(Symbols symbols, Optional<ByteOrder> order, OptionalInt elfMachine) {
    /** A program of which only the symbols are known. */
    public static Program of(Symbols symbols) {
        return new Program(symbols, Optional.empty(), OptionalInt.empty());
    }
}
