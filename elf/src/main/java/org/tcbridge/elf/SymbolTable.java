package org.tcbridge.elf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds symbols by name. An exact name wins: a global one before a weak one before a static one, then the first of the
 * file. Without an exact one, a name that the compiler has given a suffix is taken when there is only one.
 */
final class SymbolTable {
    /**
     * Suffixes of names that still mean the whole variable or function: GCC's {@code .lto_priv.N} (gcc/lto/lto-partition.cc),
     * {@code .constprop.N}, {@code .isra.N} and {@code .N} of a function's static variable, LLVM's {@code .llvm.HASH}.
     * {@code .part.N} and {@code .cold} are pieces of a function and not meant.
     */
    private static final Pattern SUFFIXED =
            Pattern.compile("(.+?)(\\.(lto_priv\\.|constprop\\.|isra\\.|llvm\\.)?\\d+)+");

    private final Map<String, Symbol> exact = new HashMap<>();
    private final Map<String, Symbol> suffixed = new HashMap<>();

    SymbolTable(List<Symbol> symbols) {
        Set<String> ambiguous = new HashSet<>();
        for (Symbol symbol : symbols) {
            exact.merge(symbol.name(), symbol, SymbolTable::preferred);
            Matcher matcher = SUFFIXED.matcher(symbol.name());
            if (matcher.matches()) {
                Symbol other = suffixed.putIfAbsent(matcher.group(1), symbol);
                if (other != null && other.address() != symbol.address()) {
                    ambiguous.add(matcher.group(1));
                }
            }
        }
        suffixed.keySet().removeAll(ambiguous);
    }

    Optional<Symbol> find(String name) {
        return Optional.ofNullable(exact.get(name)).or(() -> Optional.ofNullable(suffixed.get(name)));
    }

    private static Symbol preferred(Symbol first, Symbol second) {
        return second.binding().compareTo(first.binding()) < 0 ? second : first;
    }
}
