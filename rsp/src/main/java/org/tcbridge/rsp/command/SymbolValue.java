package org.tcbridge.rsp.command;

import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;

/**
 * The client answers the server's question for a symbol, and offers to answer more.
 *
 * @param name the symbol
 * @param address its address, empty when the client does not know it
 */
public record SymbolValue(String name, OptionalLong address) implements Command {

    static SymbolValue parse(String arguments) {
        Arguments in = new Arguments(arguments);
        OptionalLong address = Arguments.optionalNumber(in.until(':'));
        String name = Hex.parseText(in.rest());
        if (name.isEmpty()) {
            throw new IllegalArgumentException("symbol without a name");
        }
        return new SymbolValue(name, address);
    }

    @Override
    public String arguments() {
        return Arguments.optionalNumber(address) + ":" + Hex.ofText(name);
    }
}
