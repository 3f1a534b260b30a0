package org.tcbridge.cli.snapshot;

import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tcbridge.cli.snapshot.StoppedTarget.KnownSymbol;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.symbol.Symbols;

/** A program's symbols, with account of those that were asked for. */
final class NotingSymbols implements Symbols {
    private final Symbols symbols;
    private final SortedMap<String, KnownSymbol> known = new TreeMap<>();

    NotingSymbols(Symbols symbols) {
        this.symbols = symbols;
    }

    /** Those that were asked for and are there. */
    SortedMap<String, KnownSymbol> known() {
        return new TreeMap<>(known);
    }

    @Override
    public OptionalLong address(String name) {
        OptionalLong address = symbols.address(name);
        address.ifPresent(a -> known.put(name, new KnownSymbol(a, symbols.size(name))));
        return address;
    }

    @Override
    public OptionalLong size(String name) {
        address(name);
        return symbols.size(name);
    }

    @Override
    public DeclaredTypes types() {
        return symbols.types();
    }
}
