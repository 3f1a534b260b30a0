package org.tcbridge.proxy.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.record.Hop;
import org.tcbridge.rsp.record.Recording;

/** Gives every packet of one side, both ways, to a recording. Event loop. */
public final class PacketRecord extends ChannelDuplexHandler {
    private final Recording recording;
    private final int session;
    private final PacketTrace.Side side;

    /** A recorder of the packets from and to {@code side}, for a session that the recording has given a number. */
    public PacketRecord(Recording recording, int session, PacketTrace.Side side) {
        this.recording = recording;
        this.session = session;
        this.side = side;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        recording.frame(
                session,
                switch (side) {
                    case GDB -> Hop.FROM_GDB;
                    case SERVER -> Hop.FROM_SERVER;
                },
                (Frame) message);
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        recording.frame(
                session,
                switch (side) {
                    case GDB -> Hop.TO_GDB;
                    case SERVER -> Hop.TO_SERVER;
                },
                (Frame) message);
        ctx.write(message, promise);
    }
}
