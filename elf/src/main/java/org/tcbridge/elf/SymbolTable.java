package org.tcbridge.elf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds symbols by name. An exact name wins: a global one before a weak one before a static one, then the first of the
 * file. Without an exact one, a name that the compiler has given a suffix is taken when there is only one.
 */
final class SymbolTable {
    /**
     * What may stand before the number in a suffix of a name that still means the whole variable or function: GCC's
     * {@code .lto_priv.N} (gcc/lto/lto-partition.cc), {@code .constprop.N}, {@code .isra.N} and {@code .N} of a function's
     * static variable, LLVM's {@code .llvm.HASH}. {@code .part.N} and {@code .cold} are pieces of a function and not meant.
     */
    private static final List<String> KINDS = List.of(".lto_priv", ".constprop", ".isra", ".llvm");

    private final Map<String, Symbol> exact = new HashMap<>();
    private final Map<String, Symbol> suffixed = new HashMap<>();

    SymbolTable(List<Symbol> symbols) {
        Set<String> ambiguous = new HashSet<>();
        for (Symbol symbol : symbols) {
            exact.merge(symbol.name(), symbol, SymbolTable::preferred);
            String stem = stem(symbol.name());
            if (stem.length() < symbol.name().length()) {
                Symbol other = suffixed.putIfAbsent(stem, symbol);
                if (other != null && other.address() != symbol.address()) {
                    ambiguous.add(stem);
                }
            }
        }
        suffixed.keySet().removeAll(ambiguous);
    }

    /** The name without its suffixes, of which it may have any number; a name is never all suffix. */
    private static String stem(String name) {
        int end = name.length();
        for (int start = suffix(name, end); start > 0; start = suffix(name, end)) {
            end = start;
        }
        return name.substring(0, end);
    }

    /** Where the suffix that ends there starts; 0 when there is none. */
    private static int suffix(String name, int end) {
        int number = end;
        while (number > 0 && name.charAt(number - 1) >= '0' && name.charAt(number - 1) <= '9') {
            number--;
        }
        if (number == end || number == 0 || name.charAt(number - 1) != '.') {
            return 0;
        }
        int dot = number - 1;
        return KINDS.stream()
                .filter(kind -> name.startsWith(kind, dot - kind.length()))
                .map(kind -> dot - kind.length())
                .findFirst()
                .orElse(dot);
    }

    Optional<Symbol> find(String name) {
        return Optional.ofNullable(exact.get(name)).or(() -> Optional.ofNullable(suffixed.get(name)));
    }

    private static Symbol preferred(Symbol first, Symbol second) {
        return second.binding().compareTo(first.binding()) < 0 ? second : first;
    }
}
