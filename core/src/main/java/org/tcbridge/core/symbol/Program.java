package org.tcbridge.core.symbol;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The program on the target, as a file describes it.
 *
 * @param symbols its symbols
 * @param order byte order of its data; empty when the file does not tell, and the target is to
 * @param elfMachine its {@code e_machine}; empty when the file does not tell
 * @param sections what is in memory when it runs; none when the file does not tell, or not where
 */
public record Program(
        Symbols symbols, Optional<ByteOrder> order, OptionalInt elfMachine, List<ProgramSection> sections) {
    /** Copies the list. */
    public Program {
        sections = List.copyOf(sections);
    }

    /** A program of which it is not known what is in memory. */
    public Program(Symbols symbols, Optional<ByteOrder> order, OptionalInt elfMachine) {
        this(symbols, order, elfMachine, List.of());
    }

    /** A program of which only the symbols are known. */
    public static Program of(Symbols symbols) {
        return new Program(symbols, Optional.empty(), OptionalInt.empty());
    }
}
