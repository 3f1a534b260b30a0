package org.tcbridge.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.FrameDecoder;
import org.tcbridge.rsp.frame.Packet;

/**
 * A client that is not served is told so in reply to its first packets: gdb 13 shows the error reply to {@code qSupported} as
 * a warning and ends {@code target remote} with the one to {@code vMustReplyEmpty}. The connection is ended for writing then
 * and closed by the client: closing it with unread packets of the client's would make the network drop what it was told.
 */
final class RefusedClient extends SimpleChannelInboundHandler<Frame> {
    /** So long the client has to speak and to go, in ms. */
    private static final int PATIENCE_MS = 5000;

    /** So many packets are answered. */
    private static final int ANSWERS = 2;

    private final String reason;
    private int told;

    private RefusedClient(String reason) {
        this.reason = reason;
    }

    /** Refuses a client that has not been read from yet. */
    static void tell(Channel client, String reason) {
        client.pipeline().addLast(new FrameDecoder(), new Acknowledgement(), new RefusedClient(reason));
        client.config().setAutoRead(true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> ctx.close(), PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (frame instanceof Packet && told < ANSWERS) {
            ChannelFuture written = ctx.writeAndFlush(RawReply.error(reason).packet());
            if (++told == ANSWERS) {
                written.addListener(f -> ((DuplexChannel) ctx.channel()).shutdownOutput());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
