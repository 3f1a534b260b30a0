package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What encloses a packet's body: the start character, {@code #} and two checksum digits; and the encodings in between.
 *
 * <p>Source: GDB manual, node "Overview" of the remote protocol (escapes, run-length, checksum).
 */
final class Envelope {

    static final char END = '#';

    /** Bytes around the body: start, end and two digits. */
    static final int OVERHEAD = 4;

    private static final char ESCAPE = '}';
    private static final char REPEAT = '*';
    private static final int ESCAPE_MASK = 0x20;

    /** A repeat count n is written as the character n + 29. */
    private static final int REPEAT_BIAS = 29;

    /** The most bytes that run-length may make of a packet, which could be 48 times its size. */
    static final int MAX_DECODED = 2 * FrameDecoder.DEFAULT_MAX_PACKET;

    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    private static final long LANES = 0x0001000100010001L;

    private Envelope() {}

    static int bodyLength(ByteBuf raw) {
        return raw.readableBytes() - OVERHEAD;
    }

    static boolean checksumGood(ByteBuf raw) {
        int length = bodyLength(raw);
        int digits = raw.readerIndex() + 2 + length;
        int high = raw.getByte(digits);
        int low = raw.getByte(digits + 1);
        return HexFormat.isHexDigit(high)
                && HexFormat.isHexDigit(low)
                && ((HexFormat.fromHexDigit(high) << 4) | HexFormat.fromHexDigit(low))
                        == checksum(raw, raw.readerIndex() + 1, length);
    }

    /** The sum of the bytes modulo 256, eight at a time: four 16-bit lanes hold pair sums, a product adds the lanes. */
    static int checksum(ByteBuf bytes, int from, int length) {
        ByteBuffer view = bytes.nioBuffer(from, length);
        int sum = 0;
        while (view.remaining() >= Long.BYTES) {
            long word = view.getLong();
            long pairs = (word & EVEN_BYTES) + ((word >>> Byte.SIZE) & EVEN_BYTES);
            sum += (int) ((pairs * LANES) >>> 48);
        }
        while (view.hasRemaining()) {
            sum += view.get();
        }
        return sum & 0xff;
    }

    /** Writes the start character and {@code body#cs} with the body escaped; {@code *} too, which would mean a run in a reply. */
    static void write(ByteBuf target, char start, byte[] payload) {
        target.writeByte(start);
        int from = target.writerIndex();
        int written = 0; // in runs: a byte at a time takes five times as long
        for (int i = 0; i < payload.length; i++) {
            if (isSpecial(payload[i])) {
                target.writeBytes(payload, written, i - written)
                        .writeByte(ESCAPE)
                        .writeByte(payload[i] ^ ESCAPE_MASK);
                written = i + 1;
            }
        }
        target.writeBytes(payload, written, payload.length - written);
        end(target, from);
    }

    /** Writes the start character and {@code body#cs}, the body as it is, from its first bytes and a part of others. */
    static void write(ByteBuf target, char start, byte[] head, byte[] body, int offset, int length) {
        target.writeByte(start);
        int from = target.writerIndex();
        target.writeBytes(head).writeBytes(body, offset, length);
        end(target, from);
    }

    private static boolean isSpecial(byte octet) {
        return octet == Packet.START || octet == END || octet == ESCAPE || octet == REPEAT;
    }

    private static void end(ByteBuf target, int from) {
        int sum = checksum(target, from, target.writerIndex() - from);
        HexFormat hex = HexFormat.of();
        target.writeByte(END).writeByte(hex.toHighHexDigit(sum)).writeByte(hex.toLowHexDigit(sum));
    }

    /**
     * Undoes the escapes, and run-length where asked. An encoding cut off at the end, a repeat of nothing and a count below
     * zero stand for themselves: what a peer meant by them is unknown.
     *
     * @throws TooLongFrameException when the runs make more than {@link #MAX_DECODED} bytes of it
     */
    static byte[] decode(byte[] body, boolean runLength) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        int last = 0;
        for (int i = 0; i < body.length; i++) {
            boolean more = i + 1 < body.length;
            if (body[i] == ESCAPE && more) {
                last = body[++i] ^ ESCAPE_MASK;
                out.write(last);
            } else if (runLength && body[i] == REPEAT && more && out.size() > 0 && body[i + 1] >= REPEAT_BIAS) {
                if (out.size() > MAX_DECODED) {
                    throw new TooLongFrameException(
                            "packet of " + body.length + " bytes has runs of over " + MAX_DECODED);
                }
                for (int count = body[++i] - REPEAT_BIAS; count > 0; count--) {
                    out.write(last);
                }
            } else {
                last = body[i];
                out.write(last);
            }
        }
        return out.toByteArray();
    }
}
