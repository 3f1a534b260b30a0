package org.tcbridge.rsp.reply;

import java.util.Optional;
import org.tcbridge.rsp.Hex;

/**
 * The server asks the client for the address of a symbol, in answer to an offer.
 *
 * @param name the symbol
 */
public record SymbolRequest(String name) implements Reply {

    private static final String PREFIX = "qSymbol:";

    /** Reads a reply; empty when it is no question for a symbol. */
    public static Optional<SymbolRequest> parse(String payload) {
        String hex = payload.startsWith(PREFIX) ? payload.substring(PREFIX.length()) : "";
        return !hex.isEmpty() && Hex.isBytes(hex)
                ? Optional.of(new SymbolRequest(Hex.parseText(hex)))
                : Optional.empty();
    }

    @Override
    public String wire() {
        return PREFIX + Hex.ofText(name);
    }
}
