package org.tcbridge.cli.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Place;
import org.tcbridge.elf.SymbolList;
import org.tcbridge.elf.dwarf.SourceLine;

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

    /** What of the program's source lines could not be read, one line each; known once lines were asked for. */
    public List<String> problems() {
        return symbols instanceof ElfFile file ? file.lineProblems() : List.of();
    }

    /** The line of the source that an address is of. */
    Optional<SourceLine> line(long address) {
        return symbols instanceof ElfFile file ? file.line(address) : Optional.empty();
    }

    /**
     * The line of the source that a frame is in. A caller is in the line of its call, which ends before the address that is
     * returned to; where a function begins no call has ended.
     */
    Optional<SourceLine> line(Frame frame) {
        boolean behindCall = !frame.certain
                && place(frame.address).filter(p -> p.offset() > 0).isPresent();
        return line(behindCall ? frame.address - 1 : frame.address);
    }

    /** Where a thread is; empty when that is not known. */
    Optional<Frame> frame(ThreadRow row) {
        return row.pc().isPresent() ? Optional.of(new Frame(row.pc().getAsLong(), true)) : Optional.empty();
    }

    /** Where a thread is, as an addition to a sentence: {@code " (in port_yield+4 at port.c:94)"}, or nothing. */
    String where(ThreadRow row) {
        return frame(row).flatMap(this::words).map(words -> " (" + words + ")").orElse("");
    }

    /** What can be told of a thread's call stack without the compiler's call frame information: two frames at most. */
    List<Frame> frames(ThreadRow row) {
        Optional<Frame> inner = frame(row);
        OptionalLong caller = caller(row.link());
        boolean another = inner.isPresent() && caller.isPresent() && caller.getAsLong() != inner.get().address;
        return another
                ? List.of(inner.get(), new Frame(caller.getAsLong(), false))
                : inner.stream().toList();
    }

    /**
     * The address a link register means; empty unless it is in a function. A task that has just begun has 0 there. Bit 0 of an
     * address is no part of it: Arm's Thumb state.
     */
    private OptionalLong caller(OptionalLong link) {
        long address = link.orElse(0) & ~1L;
        return address != 0 && place(address).isPresent() ? OptionalLong.of(address) : OptionalLong.empty();
    }

    /** {@code 0x000001ca in port_yield+4 at port.c:94}. */
    String text(Frame frame, int pointerBytes) {
        return ("0x%0" + 2 * pointerBytes + "x").formatted(frame.address)
                + words(frame).map(words -> " " + words).orElse("");
    }

    /** {@code in port_yield+4 at port.c:94}. */
    Optional<String> words(Frame frame) {
        String line = line(frame).map(found -> " at " + found).orElse("");
        return place(frame.address).map(place -> "in " + place + line);
    }
}
