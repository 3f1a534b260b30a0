package org.tcbridge.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Packet;

/**
 * A client that is not served is told so in reply to its first packet. The connection is ended for writing then and closed by
 * the client: closing it with unread packets of the client's would make the network drop what it was told.
 */
final class RefusedClient extends SimpleChannelInboundHandler<Frame> {
    /** So long the client has to speak and to go, in ms. */
    private static final int PATIENCE_MS = 5000;

    private final String reason;
    private boolean told;

    /** Refuses with a reply of this text. */
    RefusedClient(String reason) {
        this.reason = reason;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> ctx.close(), PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (frame instanceof Packet && !told) {
            told = true;
            ctx.writeAndFlush(Packet.of(reason)).addListener(f -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
