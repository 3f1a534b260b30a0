package org.tcbridge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.rsp.frame.Packet;

/**
 * Drops repetitions of a client's first packet. gdb sends it again when no {@code +} has come for two seconds, which is how
 * long a server's start, or this program's own, may take; answered twice, each further reply would meet the wrong question.
 * Before the first reply no client has anything to say twice. Event loop; below the acknowledgements.
 */
final class FirstPacket extends ChannelDuplexHandler {
    private final SessionLog log;
    private byte @Nullable [] first;

    FirstPacket(SessionLog log) {
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Packet packet) {
            byte[] bytes = ByteBufUtil.getBytes(packet.raw());
            if (Arrays.equals(first, bytes)) {
                log.debug("the client has sent its first packet again: dropped");
                packet.release();
                return;
            }
            first = bytes;
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // '+' and notifications are no reply
        if (message instanceof ByteBuf bytes && bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == '$') {
            ctx.pipeline().remove(this);
        }
        ctx.write(message, promise);
    }
}
