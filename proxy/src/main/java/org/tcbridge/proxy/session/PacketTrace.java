package org.tcbridge.proxy.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.trace.PacketText;

/** Logs every packet of one side, both ways, when the log level is {@code trace}. Event loop. */
public final class PacketTrace extends ChannelDuplexHandler {
    private final Side side;
    private final SessionLog log;

    /** Whose channel it is. */
    public enum Side {
        /** The client's: commands come in, replies go out. */
        GDB,
        /** The server's: the other way round. */
        SERVER
    }

    /** A trace of the packets from and to {@code side}. */
    public PacketTrace(Side side, SessionLog log) {
        this.side = side;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (log.traces()) {
            log.trace(
                    switch (side) {
                        case GDB -> "gdb -> " + PacketText.fromClient((Frame) message);
                        case SERVER -> "server -> " + PacketText.fromServer((Frame) message);
                    });
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (log.traces()) {
            log.trace(
                    switch (side) {
                        case GDB -> "gdb <- " + PacketText.fromServer((Frame) message);
                        case SERVER -> "server <- " + PacketText.fromClient((Frame) message);
                    });
        }
        ctx.write(message, promise);
    }
}
