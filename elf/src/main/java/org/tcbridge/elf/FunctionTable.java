package org.tcbridge.elf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the function an address is in: one whose size covers it, else the nearest label below it in the same section
 * (assembly code often has neither type nor size).
 */
final class FunctionTable {
    /** Less than this is filled up behind a function, in bytes. */
    private static final int FILLING = 16;

    private final List<Section> code;
    private final TreeMap<Long, Symbol> functions = new TreeMap<>(Long::compareUnsigned);
    private final TreeMap<Long, Symbol> labels = new TreeMap<>(Long::compareUnsigned);

    FunctionTable(List<Symbol> symbols, List<Section> sections) {
        code = sections.stream().filter(Section::executable).toList();
        for (Symbol symbol : symbols) {
            if (symbol.function() && symbol.size() > 0) {
                functions.merge(symbol.address(), symbol, FunctionTable::preferred);
            } else if (section(symbol.address()).isPresent()) {
                labels.merge(symbol.address(), symbol, FunctionTable::preferred);
            }
        }
    }

    Optional<Place> locate(long address) {
        Map.Entry<Long, Symbol> function = functions.floorEntry(address);
        if (function != null && covers(function.getValue(), address)) {
            return Optional.of(place(function.getValue(), address));
        }
        Map.Entry<Long, Symbol> label = labels.floorEntry(address);
        if (label == null || (function != null && !follows(function.getValue(), label.getKey()))) {
            return Optional.empty();
        }
        return section(address).filter(s -> s.contains(label.getKey())).map(s -> place(label.getValue(), address));
    }

    /** Whether one function begins where a range does, and one ends where it does, but for what fills up the last words. */
    boolean span(long start, long end) {
        Map.Entry<Long, Symbol> last = functions.lowerEntry(end);
        return functions.containsKey(start)
                && last != null
                && Long.compareUnsigned(
                                end
                                        - last.getValue().address()
                                        - last.getValue().size(),
                                FILLING)
                        < 0;
    }

    private static boolean covers(Symbol function, long address) {
        return Long.compareUnsigned(address - function.address(), function.size()) < 0;
    }

    private static boolean follows(Symbol function, long address) {
        return Long.compareUnsigned(address, function.address()) >= 0 && !covers(function, address);
    }

    private Optional<Section> section(long address) {
        return code.stream().filter(s -> s.contains(address)).findFirst();
    }

    private static Place place(Symbol symbol, long address) {
        return new Place(symbol.name(), address - symbol.address());
    }

    /** Of several names for one address: typed before untyped, global before weak before static, the first of the file. */
    private static Symbol preferred(Symbol first, Symbol second) {
        if (first.function() != second.function()) {
            return first.function() ? first : second;
        }
        return second.binding().compareTo(first.binding()) < 0 ? second : first;
    }
}
