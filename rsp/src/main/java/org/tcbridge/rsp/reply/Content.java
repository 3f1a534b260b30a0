package org.tcbridge.rsp.reply;

/**
 * A reply that is read with its command in mind.
 *
 * @param text the whole text, one char a byte, run-length and escapes undone
 */
public record Content(String text) implements Reply {
    @Override
    public String wire() {
        return text;
    }
}
