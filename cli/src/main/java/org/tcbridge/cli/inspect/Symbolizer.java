package org.tcbridge.cli.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Place;
import org.tcbridge.elf.SymbolList;

/** Addresses of code in words, as far as the program's symbols tell. */
public final class Symbolizer {
    private final Symbols symbols;

    /** Tells addresses by the symbols of an ELF file or of a list; by others none. */
    public Symbolizer(Symbols symbols) {
        this.symbols = symbols;
    }

    /**
     * A frame of a call stack.
     *
     * @param address of the instruction
     * @param certain false for one that a link register names: it is the caller only while the function has not called another
     */
    record Frame(long address, boolean certain) {}

    /** The function an address is in. */
    Optional<Place> place(long address) {
        return switch (symbols) {
            case ElfFile file -> file.locate(address);
            case SymbolList list -> list.locate(address);
            default -> Optional.empty();
        };
    }

    /** What can be told of a thread's call stack without the compiler's call frame information: two frames at most. */
    List<Frame> frames(ThreadRow row) {
        if (row.pc().isEmpty()) {
            return List.of();
        }
        Frame inner = new Frame(row.pc().getAsLong(), true);
        OptionalLong caller = caller(row.link());
        boolean another = caller.isPresent() && caller.getAsLong() != inner.address;
        return another ? List.of(inner, new Frame(caller.getAsLong(), false)) : List.of(inner);
    }

    /**
     * The address a link register means; empty unless it is in a function. A task that has just begun has 0 there. Bit 0 of an
     * address is no part of it: Arm's Thumb state.
     */
    private OptionalLong caller(OptionalLong link) {
        long address = link.orElse(0) & ~1L;
        return address != 0 && place(address).isPresent() ? OptionalLong.of(address) : OptionalLong.empty();
    }

    /** {@code 0x000001ca in port_yield+4}. */
    String text(long address, int pointerBytes) {
        String number = ("0x%0" + 2 * pointerBytes + "x").formatted(address);
        return number + place(address).map(place -> " in " + place).orElse("");
    }
}
