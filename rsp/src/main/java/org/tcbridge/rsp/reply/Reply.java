package org.tcbridge.rsp.reply;

import org.tcbridge.rsp.frame.Packet;

/**
 * What a server answers. A reply's form follows from its command, so {@link #parse} tells apart only what any command may be
 * answered with; the rest stays {@link Content}, which the type that fits the command reads.
 *
 * <p>Source of the forms: GDB manual, nodes "Standard Replies", "Stop Reply Packets" and "General Query Packets".
 */
public sealed interface Reply
        permits BinaryMemoryReply,
                ConsoleOutput,
                Content,
                EmptyReply,
                ErrorReply,
                FileRequest,
                MemoryReply,
                OkReply,
                StopReply,
                SupportedFeatures,
                SymbolRequest,
                ThreadListReply,
                TransferReply {

    /** The whole text of the reply, one char a byte, nothing escaped. */
    String wire();

    /** The reply as a packet to send. */
    default Packet toPacket() {
        return Packet.of(wire());
    }

    /** Reads a reply's text: OK, empty, an error, or {@link Content}. */
    static Reply parse(String payload) {
        return switch (payload) {
            case OkReply.TEXT -> new OkReply();
            case "" -> new EmptyReply();
            default -> ErrorReply.parse(payload).<Reply>map(error -> error).orElseGet(() -> new Content(payload));
        };
    }

    /** Reads a server's packet, which stays the caller's. */
    static Reply parse(Packet packet) {
        return parse(packet.payload());
    }
}
