package org.tcbridge.rsp.reply;

import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.frame.Packet;

/**
 * Memory, in hexadecimal; perhaps fewer bytes than were asked for.
 *
 * @param hex two digits for each byte
 */
public record MemoryReply(String hex) implements Reply {

    /** A reply with these bytes. */
    public static MemoryReply of(byte[] bytes) {
        return new MemoryReply(Hex.ofBytes(bytes));
    }

    /** Reads a reply; empty when it is not at least one byte in hexadecimal. */
    public static Optional<MemoryReply> parse(String payload) {
        return !payload.isEmpty() && Hex.isBytes(payload) ? Optional.of(new MemoryReply(payload)) : Optional.empty();
    }

    /** The bytes in a server's reply; empty when it is not at least one byte in hexadecimal. */
    public static Optional<byte[]> bytes(Packet reply) {
        Optional<byte[]> plain = Hex.parseBytes(ByteBufUtil.getBytes(reply.body()));
        Optional<byte[]> bytes =
                plain.isPresent() ? plain : Hex.parseBytes(reply.payloadBytes()); // runs are rare, and looked for last
        return bytes.filter(b -> b.length > 0);
    }

    /** The bytes. */
    public byte[] bytes() {
        return Hex.parseBytes(hex);
    }

    @Override
    public String wire() {
        return hex;
    }
}
