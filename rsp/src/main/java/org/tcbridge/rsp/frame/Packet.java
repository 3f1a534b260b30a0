package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A packet {@code $body#cs}. What its body means depends on the direction, so there are two ways to read it:
 * {@link #command()} for what a client sends and {@link #payload()} for what a server replies.
 *
 * <p>Text is always one char a byte (ISO 8859-1), so binary data survives in it.
 */
public final class Packet extends RawFrame {

    static final char START = '$';

    /** Takes over the bytes, which are those of one whole packet, from {@code $} to the second checksum digit. */
    public Packet(ByteBuf raw) {
        super(raw);
    }

    /** The same packet as an object that stands for no other one later; this object is not to be used as that packet any more. */
    public Packet keep() {
        return new Packet(raw());
    }

    /** Builds a packet: escapes {@code # $ } *}, adds the checksum. Nothing is ever run-length encoded. */
    public static Packet of(byte[] payload) {
        ByteBuf raw = Unpooled.buffer(payload.length + Envelope.OVERHEAD + 8);
        Envelope.write(raw, START, payload);
        return new Packet(raw);
    }

    /** Builds a packet from text with one char a byte, like {@link #of(byte[])}. */
    public static Packet of(String payload) {
        return of(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Builds a packet of what is encoded already: adds the checksum and nothing else.
     *
     * @param head the body's first bytes
     * @param body where the others are
     * @param from the first of them
     * @param length how many of them
     */
    public static Packet enclosing(byte[] head, byte[] body, int from, int length) {
        ByteBuf raw = Unpooled.buffer(head.length + length + Envelope.OVERHEAD);
        Envelope.write(raw, START, head, body, from, length);
        return new Packet(raw);
    }

    /** The number of bytes in the body, as they stand on the wire. */
    public int length() {
        return Envelope.bodyLength(raw());
    }

    /** True when the body begins with this text; looks at the bytes in place. */
    public boolean startsWith(String ascii) {
        if (ascii.length() > length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (byteAt(i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** True when the body is this text; looks at the bytes in place. */
    public boolean is(String ascii) {
        return ascii.length() == length() && startsWith(ascii);
    }

    /**
     * One byte of the body, 0..255, as it stands on the wire.
     *
     * @throws IndexOutOfBoundsException when the index is not in 0..{@link #length()}-1
     */
    public int byteAt(int index) {
        return raw().getUnsignedByte(raw().readerIndex() + 1 + Objects.checkIndex(index, length()));
    }

    /** The body as it stands on the wire, nothing decoded: a view, valid as long as this packet is. */
    public ByteBuf body() {
        return raw().slice(raw().readerIndex() + 1, length());
    }

    /** The text of a client's command: escapes undone; {@code *} is an ordinary character there. */
    public String command() {
        return decoded(false);
    }

    /**
     * The text of a server's reply: run-length and escapes undone.
     *
     * @throws TooLongFrameException when its runs make more than 32 MiB of it
     */
    public String payload() {
        return decoded(true);
    }

    /**
     * The bytes of a server's reply: run-length and escapes undone.
     *
     * @throws TooLongFrameException when its runs make more than 32 MiB of it
     */
    public byte[] payloadBytes() {
        return Envelope.decode(ByteBufUtil.getBytes(body()), true);
    }

    /** True when the two checksum digits fit the body; computed at each call. */
    public boolean checksumGood() {
        return Envelope.checksumGood(raw());
    }

    @Override
    public Packet retain() {
        super.retain();
        return this;
    }

    private String decoded(boolean runLength) {
        byte[] bytes = Envelope.decode(ByteBufUtil.getBytes(body()), runLength);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
