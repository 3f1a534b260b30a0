package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into {@link Frame}s, whatever reads it came in.
 *
 * <p>A packet ends with its first {@code #} and two more bytes: {@code #} in data is escaped. A {@code $} in it means that
 * the sender gave it up and started another one (so gdb reads it, {@code remote.c} read_frame): the head becomes a
 * {@link Stray} and the packet starts at the last {@code $}. All other bytes, 0x03, {@code +} and {@code -} among them, are
 * data there. Checksums are looked at by {@link Acknowledgement}, since without acknowledgements they are not.
 *
 * <p>Where a read is one frame, as it nearly always is, its buffer becomes the frame; other frames are slices of it. Only a
 * frame that takes several reads is copied, to join them.
 *
 * <p>A packet over the limit ends the decoding: a {@link TooLongFrameException} is raised and what follows is dropped.
 */
public final class FrameDecoder extends ChannelInboundHandlerAdapter {

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

    /** What all packets are, one after the other; null where each is an object of its own. */
    private final @Nullable Packet reused;

    private State state = State.BETWEEN_FRAMES;

    /** What was read and is no whole frame yet. */
    private @Nullable ByteBuf unfinished;

    /** Bytes at the head of the unfinished frame that hold no {@code #}. */
    private int scanned;

    /** Where in the unfinished frame the first {@code $} after its start is; 0 when there is none. */
    private int restart;

    /** A decoder with the default limit. */
    public FrameDecoder() {
        this(DEFAULT_MAX_PACKET);
    }

    /** A decoder that accepts packets of at most this many bytes between {@code $} and {@code #}. */
    public FrameDecoder(int maxPacket) {
        this(maxPacket, null);
    }

    private FrameDecoder(int maxPacket, @Nullable Packet reused) {
        this.maxPacket = maxPacket;
        this.reused = reused;
    }

    /**
     * A decoder with the default limit that makes no garbage: its packets are one object, which is a released packet as soon as
     * the handlers have returned, and the next one later. Who keeps one for later {@linkplain Packet#keep makes it one of its own}.
     */
    public static FrameDecoder reusing() {
        return new FrameDecoder(DEFAULT_MAX_PACKET, new Packet(RawFrame.RELEASED));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = joined(ctx, (ByteBuf) message);
        boolean ours = true;
        while (ours && in.isReadable()) {
            ours = switch (state) {
                case BETWEEN_FRAMES -> betweenFrames(ctx, in);
                case INSIDE_FRAME -> insideFrame(ctx, in);
                case FAILED -> skip(in);
            };
        }
        if (ours) {
            in.release();
        }
    }

    /** What was left of the reads before and this one. */
    private ByteBuf joined(ChannelHandlerContext ctx, ByteBuf read) {
        ByteBuf head = unfinished;
        if (head == null) {
            return read;
        }
        unfinished = null;
        int together = head.readableBytes() + read.readableBytes();
        if (head.maxFastWritableBytes() < read.readableBytes()) {
            // a frame that took two reads may take more: room for them keeps the copies few
            ByteBuf larger = ctx.alloc().buffer(2 * together);
            larger.writeBytes(head);
            head.release();
            head = larger;
        }
        head.writeBytes(read.internalNioBuffer(read.readerIndex(), read.readableBytes()));
        read.release();
        return head;
    }

    /** The decoders' steps: true when the buffer is still ours, false when it went on as a frame or is kept for more bytes. */
    private boolean betweenFrames(ChannelHandlerContext ctx, ByteBuf in) {
        switch (in.getByte(in.readerIndex())) {
            case Packet.START, Notification.START -> {
                state = State.INSIDE_FRAME;
                scanned = 1;
                restart = 0;
                return insideFrame(ctx, in);
            }
            case '+' -> single(ctx, in, Ack.RECEIVED);
            case '-' -> single(ctx, in, Ack.RESEND);
            case INTERRUPT -> single(ctx, in, Interrupt.INTERRUPT);
            default -> {
                int next = in.forEachByte(octet -> !startsFrame(octet));
                int end = next < 0 ? in.writerIndex() : next;
                ctx.fireChannelRead(new Stray(in.readRetainedSlice(end - in.readerIndex())));
            }
        }
        return true;
    }

    private boolean insideFrame(ChannelHandlerContext ctx, ByteBuf in) {
        boolean ended = scan(in);
        if (scanned - 1 > maxPacket) {
            return fail(ctx, in);
        }
        int length = scanned + 1 + CHECKSUM_DIGITS;
        if (!ended || in.readableBytes() < length) {
            unfinished = in;
            return false;
        }
        if (restart > 0) {
            ctx.fireChannelRead(new Stray(in.readRetainedSlice(restart)));
            scanned -= restart;
            int start = in.readerIndex();
            restart = Math.max(0, in.indexOf(start + 1, start + scanned, (byte) Packet.START) - start);
            return true;
        }
        state = State.BETWEEN_FRAMES;
        boolean all = length == in.readableBytes();
        ByteBuf raw = all ? in : in.readRetainedSlice(length);
        if (raw.getByte(raw.readerIndex()) == Packet.START) {
            packet(ctx, raw);
        } else {
            ctx.fireChannelRead(new Notification(raw));
        }
        return !all;
    }

    private void packet(ChannelHandlerContext ctx, ByteBuf raw) {
        if (reused == null) {
            ctx.fireChannelRead(new Packet(raw));
            return;
        }
        reused.replace(raw);
        try {
            ctx.fireChannelRead(reused);
        } finally {
            reused.replace(RawFrame.RELEASED);
        }
    }

    /** Looks on in the frame: true when there is a {@code #}, which then stands right after what is scanned. */
    private boolean scan(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int at = start + scanned;
        if (restart == 0) {
            at = Scan.endOrStart(in, at, end);
            if (at < end && in.getByte(at) == Packet.START) {
                restart = at - start;
            }
        }
        if (restart > 0) {
            int hash = in.indexOf(at, end, (byte) Envelope.END);
            at = hash < 0 ? end : hash;
        }
        scanned = at - start;
        return at < end;
    }

    private boolean fail(ChannelHandlerContext ctx, ByteBuf in) {
        state = State.FAILED;
        String head = in.toString(in.readerIndex(), Math.min(SHOWN, in.readableBytes()), StandardCharsets.ISO_8859_1);
        ctx.fireExceptionCaught(new TooLongFrameException(
                "packet '" + head + "...' is longer than the limit of " + maxPacket + " bytes"));
        return skip(in);
    }

    private static boolean skip(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return true;
    }

    private static void single(ChannelHandlerContext ctx, ByteBuf in, Frame frame) {
        in.skipBytes(1);
        ctx.fireChannelRead(frame);
    }

    private static boolean startsFrame(byte octet) {
        return switch (octet) {
            case Packet.START, Notification.START, '+', '-', INTERRUPT -> true;
            default -> false;
        };
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
    }

    private void forget() {
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }
}
