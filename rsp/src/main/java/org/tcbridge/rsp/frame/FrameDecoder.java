package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Cuts a byte stream into {@link Frame}s, whatever reads it came in.
 *
 * <p>A packet ends with its first {@code #} and two more bytes: {@code #} in data is escaped. A {@code $} in it means that
 * the sender gave it up and started another one (so gdb reads it, {@code remote.c} read_frame): the head becomes a
 * {@link Stray} and the packet starts at the last {@code $}. All other bytes, 0x03, {@code +} and {@code -} among them, are
 * data there. Checksums are looked at by {@link Acknowledgement}, since without acknowledgements they are not.
 *
 * <p>A packet over the limit ends the decoding: a {@link TooLongFrameException} is raised and what follows is dropped.
 */
public final class FrameDecoder extends ByteToMessageDecoder {

    /** The default limit of a packet, in bytes. */
    public static final int DEFAULT_MAX_PACKET = 16 << 20;

    static final char INTERRUPT = 0x03;

    private static final int CHECKSUM_DIGITS = 2;

    /** How much of a packet that is too long is shown. */
    private static final int SHOWN = 20;

    private enum State {
        BETWEEN_FRAMES,
        INSIDE_FRAME,
        FAILED
    }

    private final int maxPacket;
    private State state = State.BETWEEN_FRAMES;

    /** Bytes at the head of the unfinished frame that hold no {@code #}. */
    private int scanned;

    /** A decoder with the default limit. */
    public FrameDecoder() {
        this(DEFAULT_MAX_PACKET);
    }

    /** A decoder that accepts packets of at most this many bytes between {@code $} and {@code #}. */
    public FrameDecoder(int maxPacket) {
        this.maxPacket = maxPacket;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (state) {
            case BETWEEN_FRAMES -> betweenFrames(in, out);
            case INSIDE_FRAME -> insideFrame(in, out);
            case FAILED -> in.skipBytes(in.readableBytes());
        }
    }

    private void betweenFrames(ByteBuf in, List<Object> out) {
        switch (in.getByte(in.readerIndex())) {
            case Packet.START, Notification.START -> {
                state = State.INSIDE_FRAME;
                scanned = 1;
                insideFrame(in, out);
            }
            case '+' -> single(in, out, Ack.RECEIVED);
            case '-' -> single(in, out, Ack.RESEND);
            case INTERRUPT -> single(in, out, Interrupt.INTERRUPT);
            default -> {
                int next = in.forEachByte(octet -> !startsFrame(octet));
                int end = next < 0 ? in.writerIndex() : next;
                out.add(new Stray(in.readRetainedSlice(end - in.readerIndex())));
            }
        }
    }

    private void insideFrame(ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int hash = in.indexOf(start + scanned, in.writerIndex(), (byte) Envelope.END);
        scanned = (hash < 0 ? in.writerIndex() : hash) - start;
        if (scanned - 1 > maxPacket) {
            fail(in, start);
        }
        if (hash < 0 || in.writerIndex() <= hash + CHECKSUM_DIGITS) {
            return;
        }
        int restart = in.indexOf(start + 1, hash, (byte) Packet.START);
        if (restart >= 0) {
            out.add(new Stray(in.readRetainedSlice(restart - start)));
            scanned = hash - restart;
            return;
        }
        boolean packet = in.getByte(start) == Packet.START;
        ByteBuf raw = in.readRetainedSlice(scanned + 1 + CHECKSUM_DIGITS);
        out.add(packet ? new Packet(raw) : new Notification(raw));
        state = State.BETWEEN_FRAMES;
    }

    private void fail(ByteBuf in, int start) {
        state = State.FAILED;
        String head = in.toString(start, Math.min(SHOWN, in.readableBytes()), StandardCharsets.ISO_8859_1);
        in.skipBytes(in.readableBytes());
        throw new TooLongFrameException("packet '" + head + "...' is longer than the limit of " + maxPacket + " bytes");
    }

    private static void single(ByteBuf in, List<Object> out, Frame frame) {
        in.skipBytes(1);
        out.add(frame);
    }

    private static boolean startsFrame(byte octet) {
        return switch (octet) {
            case Packet.START, Notification.START, '+', '-', INTERRUPT -> true;
            default -> false;
        };
    }
}
