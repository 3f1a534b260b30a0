package org.tcbridge.core.symbol;

import java.util.OptionalLong;
import org.tcbridge.core.layout.DeclaredTypes;

/** Where the program's symbols are. Thumb function addresses have bit 0 clear. */
public interface Symbols {
    /** Address of a symbol, static ones included; empty when the program has none of that name. */
    OptionalLong address(String name);

    /** Size of the symbol's object in bytes; empty when the source of the symbols does not tell (gdb does not). */
    OptionalLong size(String name);

    /** What the source of the symbols tells of their types; nothing without debug information (gdb offers none). */
    default DeclaredTypes types() {
        return DeclaredTypes.NONE;
    }

    /** True when the program has the symbol. */
    default boolean has(String name) {
        return address(name).isPresent();
    }
}
