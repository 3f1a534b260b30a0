package org.tcbridge.proxy.target;

import io.netty.buffer.Unpooled;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.ErrorReply;

/**
 * A reply on its way to whoever asked. A server's reply keeps its bytes, so that it leaves as it came. It lives on the heap
 * and needs no release.
 */
public final class RawReply {
    /** The reply to a command that is not supported. */
    public static final RawReply EMPTY = of("");

    /** The reply to a command that was carried out. */
    public static final RawReply OK = of("OK");

    private final byte[] frame;

    private RawReply(Packet packet) {
        frame = new byte[packet.raw().readableBytes()];
        packet.raw().getBytes(packet.raw().readerIndex(), frame);
    }

    /** A reply with this payload, one char a byte. */
    public static RawReply of(String payload) {
        return new RawReply(Packet.of(payload));
    }

    /** A server's reply; the packet stays the caller's. */
    public static RawReply copyOf(Packet packet) {
        return new RawReply(packet);
    }

    /** An error with a text for people (GDB manual, "Standard Replies": {@code E.message}). */
    public static RawReply error(String message) {
        return of(new ErrorReply("." + message).wire());
    }

    /** The decoded payload, one char a byte. */
    public String text() {
        return packet().payload();
    }

    /** True for {@code E NN} and {@code E.message}. */
    public boolean isError() {
        return ErrorReply.parse(text()).isPresent();
    }

    /** A new packet with these bytes. */
    public Packet packet() {
        return new Packet(Unpooled.wrappedBuffer(frame));
    }

    @Override
    public String toString() {
        return text();
    }
}
