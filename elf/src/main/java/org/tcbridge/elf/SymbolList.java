package org.tcbridge.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.Symbols;

/**
 * A program of which there is no ELF file, but a list of its symbols as {@code nm} prints it (GNU binutils manual, "nm"):
 * a line {@code ADDRESS TYPE NAME} each, or {@code ADDRESS SIZE TYPE NAME} of {@code nm -S}.
 */
public final class SymbolList implements Symbols {
    /** How far a function reaches that has no size and no symbol behind it, in bytes. */
    private static final int LAST = 0x1000;

    private final SymbolTable names;
    private final TreeMap<Long, Symbol> places = new TreeMap<>(Long::compareUnsigned);

    private SymbolList(List<SymbolListReader.Listed> symbols) {
        names = new SymbolTable(
                symbols.stream().map(SymbolListReader.Listed::symbol).toList());
        symbols.stream()
                .filter(listed -> !listed.absolute())
                .map(SymbolListReader.Listed::symbol)
                .forEach(symbol -> places.merge(symbol.address(), symbol, SymbolList::preferred));
    }

    /**
     * Reads a file.
     *
     * @throws InvalidSymbolsException when it cannot be read, has a line that is none of nm's, or no symbol
     */
    public static SymbolList read(Path file) throws InvalidSymbolsException {
        try {
            // names are ASCII in C; any byte of another language's is kept
            return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new InvalidSymbolsException(file + ": no such file", e);
        } catch (IOException e) {
            throw new InvalidSymbolsException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a list that is in memory.
     *
     * @param name what error messages call it
     * @throws InvalidSymbolsException as for {@link #read}
     */
    public static SymbolList parse(String name, String text) throws InvalidSymbolsException {
        return new SymbolList(new SymbolListReader(name).read(text));
    }

    /** What the rest of the program needs of it: byte order and CPU are the target's to tell. */
    public Program program() {
        return Program.of(this);
    }

    @Override
    public OptionalLong address(String name) {
        Optional<Symbol> found = names.find(name);
        return found.isPresent() ? OptionalLong.of(found.get().address()) : OptionalLong.empty();
    }

    @Override
    public OptionalLong size(String name) {
        Optional<Symbol> sized = names.find(name).filter(s -> s.size() > 0);
        return sized.isPresent() ? OptionalLong.of(sized.get().size()) : OptionalLong.empty();
    }

    /** The function that an address (Thumb bit clear) is in: the nearest symbol below it, if that is one of code and reaches so far. */
    public Optional<Place> locate(long address) {
        Map.Entry<Long, Symbol> below = places.floorEntry(address);
        if (below == null || !below.getValue().function()) {
            return Optional.empty();
        }
        Symbol symbol = below.getValue();
        boolean last = places.higherKey(address) == null;
        long reach = symbol.size() > 0 ? symbol.size() : last ? LAST : Long.MAX_VALUE;
        long offset = address - symbol.address();
        return offset < reach ? Optional.of(new Place(symbol.name(), offset)) : Optional.empty();
    }

    /** Of several names for one address: code before data, one with a size, global before weak before static, the first. */
    private static Symbol preferred(Symbol first, Symbol second) {
        if (first.function() != second.function()) {
            return first.function() ? first : second;
        }
        if ((first.size() > 0) != (second.size() > 0)) {
            return first.size() > 0 ? first : second;
        }
        return second.binding().compareTo(first.binding()) < 0 ? second : first;
    }
}
