package org.tcbridge.rsp.reply;

import java.util.Optional;
import org.tcbridge.rsp.Latin1;

/**
 * A part of a document that is read with {@code qXfer}.
 *
 * @param last true when nothing follows
 * @param data the part, one char a byte
 */
public record TransferReply(boolean last, String data) implements Reply {

    /**
     * The part of a document that was asked for.
     *
     * @param document the whole document
     * @param offset of the first byte; at or after the end gives an empty last part
     * @param length the most bytes to give
     */
    public static TransferReply page(byte[] document, int offset, int length) {
        int start = Math.min(offset, document.length);
        int count = Math.min(length, document.length - start);
        String data = Latin1.text(document, start, count);
        return new TransferReply(start + count == document.length, data);
    }

    /** Reads a reply; empty when it is no part of a document. */
    public static Optional<TransferReply> parse(String payload) {
        return payload.startsWith("m") || payload.startsWith("l")
                ? Optional.of(new TransferReply(payload.startsWith("l"), payload.substring(1)))
                : Optional.empty();
    }

    @Override
    public String wire() {
        return (last ? "l" : "m") + data;
    }
}
