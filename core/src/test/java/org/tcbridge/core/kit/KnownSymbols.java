package org.tcbridge.core.kit;

import java.util.Map;
import java.util.OptionalLong;
import org.tcbridge.core.symbol.Symbols;

/**
 * Symbols of which nothing is known but where they are.
 *
 * @param addresses by name; there are no others
 */
public record KnownSymbols(Map<String, Long> addresses) implements Symbols {
    /** No program's. */
    public static final Symbols NONE = new KnownSymbols(Map.of());

    @Override
    public OptionalLong address(String name) {
        Long address = addresses.get(name);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    @Override
    public OptionalLong size(String name) {
        return OptionalLong.empty();
    }
}
