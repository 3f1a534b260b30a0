package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the acknowledgements of one hop: what is above it in the pipeline sees none and writes {@link Frame}s.
 *
 * <p>In ack mode a good packet is answered with {@code +}, a damaged one with {@code -} and dropped. A sent packet is kept
 * until {@code +} comes, and sent again at {@code -}, {@value #MAX_RETRANSMISSIONS} times at most; then the channel is closed
 * after an exception that says so. The next packet waits for that {@code +} too, but a packet from the peer counts as one.
 * An ack leaves with the answer if that is written before the read is complete, else when it is.
 *
 * <p>After {@link #noAck()} no ack is sent, looked for, or checksum verified. The one ack that may still be on its way, for
 * the OK to QStartNoAckMode, is swallowed; a {@code -} for it has that OK sent again, unless another packet
 * has left since.
 *
 * <p>Source: GDB manual, node "Packet Acknowledgment".
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches its promise; one of an ack closes the channel
public final class Acknowledgement extends ChannelDuplexHandler {

    /** How often a packet is sent again before the hop is given up. */
    public static final int MAX_RETRANSMISSIONS = 3;

    /** How many packets may wait for an ack before the hop is given up. */
    public static final int MAX_WAITING = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgement.class);

    /** How much of a packet is shown in a message. */
    private static final int SHOWN = 60;

    private record Waiting(Packet packet, ChannelPromise promise) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf unacknowledged;
    private int retransmissions;
    private boolean acks = true;
    private boolean flushNeeded;

    /** True until {@link #noAck()}. */
    public boolean inAckMode() {
        return acks;
    }

    /** True when everything written has left and needs no ack any more. */
    public boolean settled() {
        return waiting.isEmpty() && (!acks || unacknowledged == null);
    }

    /**
     * Ends ack mode. To a server: when its OK to QStartNoAckMode is read (its {@code +} is already on its way). To a client:
     * right after the OK to it has been written. From outside the event loop it takes effect in turn, after what the same
     * thread has written before.
     */
    public void noAck() {
        if (context == null) {
            acks = false;
        } else if (context.executor().inEventLoop()) {
            acks = false;
            sendWaiting(context);
            context.flush();
        } else {
            context.executor().execute(this::noAck);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        switch ((Frame) msg) {
            case Packet packet -> packet(ctx, packet);
            case Notification notification -> notification(ctx, notification);
            case Ack.RECEIVED -> received(ctx);
            case Ack.RESEND -> resend(ctx);
            case Interrupt interrupt -> ctx.fireChannelRead(interrupt);
            case Stray stray -> ctx.fireChannelRead(stray);
        }
    }

    private void packet(ChannelHandlerContext ctx, Packet packet) {
        if (acks && !packet.checksumGood()) {
            LOG.warn("{}: damaged packet {}", ctx.channel(), shown(packet.raw()));
            packet.release();
            acknowledge(ctx, Ack.RESEND);
            return;
        }
        if (acks) {
            acknowledge(ctx, Ack.RECEIVED);
        }
        received(ctx);
        ctx.fireChannelRead(packet);
    }

    private void acknowledge(ChannelHandlerContext ctx, Ack ack) {
        ctx.write(ack.wire());
        flushNeeded = true;
    }

    private void notification(ChannelHandlerContext ctx, Notification notification) {
        if (acks && !notification.checksumGood()) {
            LOG.warn("{}: damaged notification {}", ctx.channel(), shown(notification.raw()));
            notification.release();
            return;
        }
        ctx.fireChannelRead(notification);
    }

    private void received(ChannelHandlerContext ctx) {
        forget();
        sendWaiting(ctx);
    }

    private void resend(ChannelHandlerContext ctx) {
        if (unacknowledged == null) {
            LOG.debug("{}: '-' with no packet to send again", ctx.channel());
        } else if (retransmissions == MAX_RETRANSMISSIONS) {
            ctx.fireExceptionCaught(
                    new ProtocolException("the peer " + ctx.channel().remoteAddress() + " refused a packet "
                            + (retransmissions + 1) + " times: " + shown(unacknowledged)));
            ctx.close();
        } else {
            retransmissions++;
            ctx.write(unacknowledged.retainedDuplicate());
            flushNeeded = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        Frame frame = (Frame) msg;
        if (!(frame instanceof Packet packet)) {
            ctx.write(frame.wire(), promise);
        } else if (!acks || unacknowledged == null) {
            send(ctx, packet, promise);
        } else {
            waiting.add(new Waiting(packet.keep(), promise));
            if (waiting.size() > MAX_WAITING) {
                ctx.fireExceptionCaught(
                        new ProtocolException("the peer " + ctx.channel().remoteAddress() + " left " + waiting.size()
                                + " packets without '+', the first of them " + shown(unacknowledged)));
                ctx.close();
            }
        }
    }

    private void send(ChannelHandlerContext ctx, Packet packet, ChannelPromise promise) {
        forget();
        if (acks) {
            unacknowledged = packet.raw().retainedDuplicate();
        }
        ctx.write(packet.wire(), promise);
    }

    private void sendWaiting(ChannelHandlerContext ctx) {
        while (!waiting.isEmpty() && (unacknowledged == null || !acks)) {
            Waiting next = waiting.remove();
            send(ctx, next.packet, next.promise);
            flushNeeded = true;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (flushNeeded) {
            flushNeeded = false;
            ctx.flush();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushNeeded = false;
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abandon();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        abandon();
    }

    private void abandon() {
        forget();
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.packet.release();
            next.promise.tryFailure(new ClosedChannelException());
        }
    }

    private void forget() {
        if (unacknowledged != null) {
            unacknowledged.release();
            unacknowledged = null;
        }
        retransmissions = 0;
    }

    private static String shown(ByteBuf raw) {
        int length = Math.min(SHOWN, raw.readableBytes());
        return "'" + raw.toString(raw.readerIndex(), length, StandardCharsets.ISO_8859_1) + "'";
    }
}
