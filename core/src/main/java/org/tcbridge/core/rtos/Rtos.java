package org.tcbridge.core.rtos;

import java.net.URL;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tcbridge.core.symbol.Symbols;

/** An RTOS, found by {@link java.util.ServiceLoader}. Implementations are stateless. */
public interface Rtos {
    /** What {@code --rtos} and stacking files call it, such as {@code freertos}. */
    String id();

    /** One line for people. */
    String title();

    /**
     * Symbols without which there is nothing to show: of each set at least one must resolve. Asked first; together they
     * must be telling enough that no other program has them by chance.
     */
    List<Set<String>> requiredSymbols();

    /** True when a program has the symbols without which there is nothing to show. */
    default boolean isIn(Symbols symbols) {
        return requiredSymbols().stream().allMatch(any -> any.stream().anyMatch(symbols::has));
    }

    /** Symbols that help when they are there. */
    Set<String> optionalSymbols();

    /** Stacking files this module brings. */
    List<URL> stackings();

    /**
     * Binds to a program whose required symbols resolved. Reads nothing.
     *
     * @param symbols the program's
     * @param order byte order when it is known (from the ELF file); else it is learnt from memory
     * @param pointerBytes the architecture's
     */
    RtosView attach(Symbols symbols, Optional<ByteOrder> order, int pointerBytes);

    /**
     * What a program's file alone tells of the kernel's layout, and what only the live target can tell.
     *
     * @param symbols the program's, the required ones among them
     * @param order byte order of its data
     * @param pointerBytes size of its pointers
     */
    default List<LayoutFact> declared(Symbols symbols, ByteOrder order, int pointerBytes) {
        return List.of();
    }
}
