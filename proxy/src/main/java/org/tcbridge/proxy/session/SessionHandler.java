package org.tcbridge.proxy.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.rsp.frame.Frame;

/** One channel's end in the session. Event loop. */
public final class SessionHandler extends ChannelInboundHandlerAdapter {
    private final Consumer<Frame> frames;
    private final Runnable end;
    private final String peer;
    private final SessionLog log;

    /** A handler that gives frames to {@code frames} and calls {@code end} when the channel of {@code peer} ends. */
    public SessionHandler(Consumer<Frame> frames, Runnable end, String peer, SessionLog log) {
        this.frames = frames;
        this.end = end;
        this.peer = peer;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        frames.accept((Frame) message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        log.info("the {} closed the connection", peer);
        end.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.warn("connection to the {}: {}", peer, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        end.run();
    }
}
