package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The user's {@code monitor} command, for the server itself.
 *
 * @param text what the user typed after {@code monitor}
 */
public record Monitor(String text) implements Command {

    static Monitor parse(String arguments) {
        return new Monitor(Hex.parseText(arguments));
    }

    @Override
    public String arguments() {
        return Hex.ofText(text);
    }
}
