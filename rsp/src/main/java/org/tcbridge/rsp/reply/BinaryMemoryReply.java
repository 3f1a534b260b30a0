package org.tcbridge.rsp.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.Optional;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.frame.Packet;

/**
 * Memory in binary, the reply to {@code x} (GDB manual, node "Packets", gdb 16); perhaps fewer bytes than were asked for.
 *
 * @param data one char a byte
 */
public record BinaryMemoryReply(String data) implements Reply {
    /** What it begins with. */
    private static final String MARK = "b";

    /** GDB manual, node "Overview" of the remote protocol. */
    private static final char ESCAPE = '}';

    private static final int ESCAPE_MASK = 0x20;
    private static final char RUN = '*';

    /** A reply with these bytes. */
    public static BinaryMemoryReply of(byte[] bytes) {
        return new BinaryMemoryReply(Latin1.text(bytes));
    }

    /** The bytes in a server's reply; empty when it is not at least one byte in binary. */
    public static Optional<byte[]> bytes(Packet reply) {
        ByteBuf body = reply.body();
        if (body.readableBytes() < 2 || body.getByte(0) != MARK.charAt(0)) {
            return Optional.empty();
        }
        byte[] raw = ByteBufUtil.getBytes(body);
        byte[] bytes = new byte[raw.length - 1];
        int length = 0;
        for (int i = 1; i < raw.length; i++) {
            if (raw[i] == RUN) { // rare, and slow
                byte[] payload = reply.payloadBytes();
                return Optional.of(Arrays.copyOfRange(payload, 1, payload.length));
            }
            boolean escaped = raw[i] == ESCAPE && i + 1 < raw.length;
            bytes[length++] = escaped ? (byte) (raw[++i] ^ ESCAPE_MASK) : raw[i];
        }
        return Optional.of(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    @Override
    public String wire() {
        return MARK + data;
    }
}
