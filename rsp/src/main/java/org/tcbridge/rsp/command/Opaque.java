package org.tcbridge.rsp.command;

/**
 * A command that the table does not know, or a malformed one: nobody's business but the server's.
 *
 * @param text the whole text, one char a byte, escapes undone
 */
public record Opaque(String text) implements Command {
    @Override
    public String wire() {
        return text;
    }
}
