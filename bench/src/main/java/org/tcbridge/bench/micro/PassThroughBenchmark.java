package org.tcbridge.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.session.PacketTrace;
import org.tcbridge.proxy.session.Session;
import org.tcbridge.proxy.session.SessionHandler;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.FrameDecoder;
import org.tcbridge.rsp.frame.Packet;

/**
 * A read of memory that passes through, there and back: the handlers of a session's two channels, without sockets. The buffers
 * are the transport's, from its pool; {@code bare} is the same through a handler that only passes them on.
 */
@State(Scope.Thread)
public class PassThroughBenchmark {
    /** Bytes that are read. */
    @Param({"4", "4096"})
    public int read;

    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel server = new EmbeddedChannel();
    private final EmbeddedChannel bareClient = new EmbeddedChannel();
    private final EmbeddedChannel bareServer = new EmbeddedChannel();
    private final ByteBuf command = PooledByteBufAllocator.DEFAULT.directBuffer();
    private final ByteBuf reply = PooledByteBufAllocator.DEFAULT.directBuffer();

    /** Joins the channels as a listener does, in no-ack mode. */
    @Setup
    public void join() throws IOException, StackingFormatException {
        HostPort nowhere = new HostPort("127.0.0.1", 0);
        ProxyConfig config = new ProxyConfig(
                nowhere,
                nowhere,
                List.of(),
                false,
                List.of(),
                StackingCatalog.load(List.of(), List.of(), List.of()),
                Optional.empty(),
                ProxyConfig.StepParked.RUN);
        SessionLog log = new SessionLog("bench");
        Session session = new Session(client, server, config, log);
        add(client, new SessionHandler(session::fromClient, session::end, "client", log), PacketTrace.Side.GDB, log);
        add(
                server,
                new SessionHandler(session::fromServer, session::serverGone, "server", log),
                PacketTrace.Side.SERVER,
                log);
        bareClient.pipeline().addLast(new Forward(bareServer));
        bareServer.pipeline().addLast(new Forward(bareClient));
        write(command, "m20000000,%x".formatted(read));
        write(reply, "5a".repeat(read));
    }

    private static void add(EmbeddedChannel channel, SessionHandler handler, PacketTrace.Side side, SessionLog log) {
        Acknowledgement acknowledgement = new Acknowledgement();
        channel.pipeline().addLast(FrameDecoder.reusing(), acknowledgement, new PacketTrace(side, log), handler);
        acknowledgement.noAck();
    }

    private static void write(ByteBuf wire, String payload) {
        Packet packet = Packet.of(payload);
        wire.writeBytes(packet.wire());
        packet.release();
    }

    /** Gives the buffers back. */
    @TearDown
    public void close() {
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
        bareClient.finishAndReleaseAll();
        bareServer.finishAndReleaseAll();
        command.release();
        reply.release();
    }

    /** Command and reply. */
    @Benchmark
    public void pass() {
        through(client, server, command);
        through(server, client, reply);
    }

    /** The same without a session. */
    @Benchmark
    public void bare() {
        through(bareClient, bareServer, command);
        through(bareServer, bareClient, reply);
    }

    /** The least a relay on Netty does. */
    private static final class Forward extends ChannelInboundHandlerAdapter {
        private final Channel to;

        Forward(Channel to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            to.writeAndFlush(message, to.voidPromise());
        }
    }

    private static void through(EmbeddedChannel from, EmbeddedChannel to, ByteBuf wire) {
        from.writeInbound(copy(wire));
        ByteBuf out = to.readOutbound();
        if (out == null || out.readableBytes() != wire.readableBytes()) {
            throw new IllegalStateException("what went in did not come out");
        }
        out.release();
    }

    private static ByteBuf copy(ByteBuf wire) {
        ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(wire.readableBytes());
        return copy.writeBytes(wire, wire.readerIndex(), wire.readableBytes());
    }
}
