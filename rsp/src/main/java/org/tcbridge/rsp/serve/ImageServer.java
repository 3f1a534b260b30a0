package org.tcbridge.rsp.serve;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.FrameDecoder;
import org.tcbridge.rsp.reply.StopReply;

/**
 * A GDB server whose target is a memory image and the registers of one or more threads.
 *
 * <p>The machine never really runs: a step stops at once in the same state, a continue lasts until 0x03. Writes go to the
 * server's own copy. All commands and writes are remembered, for a look from outside.
 */
public final class ImageServer implements AutoCloseable {

    /**
     * A write to memory that took place.
     *
     * @param address of the first byte, unsigned
     * @param hex the bytes
     */
    public record MemoryWrite(long address, String hex) {}

    /**
     * A write to registers that took place.
     *
     * @param thread whose
     * @param number which; empty for all general registers
     * @param hex the bytes, in target order
     */
    public record RegisterWrite(ThreadId thread, OptionalInt number, String hex) {}

    private final ImageServerBuilder setup;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private final List<MemoryWrite> memoryWrites = new CopyOnWriteArrayList<>();
    private final List<RegisterWrite> registerWrites = new CopyOnWriteArrayList<>();
    private final Channel listener;

    ImageServer(ImageServerBuilder setup, InetSocketAddress address) {
        this.setup = setup;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        Acknowledgement acknowledgement = new Acknowledgement();
                        channel.pipeline()
                                .addLast(
                                        new FrameDecoder(),
                                        acknowledgement,
                                        new ImageSession(ImageServer.this, acknowledgement));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        listener = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new UncheckedIOException("cannot listen on " + address, new IOException(bound.cause()));
        }
    }

    /** Begins the description of a server. */
    public static ImageServerBuilder builder() {
        return new ImageServerBuilder();
    }

    /** The TCP port that the server listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** All commands so far, of all clients, those that were not understood too. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** How many commands of one kind came so far. */
    public long count(Class<? extends Command> kind) {
        return commands.stream().filter(kind::isInstance).count();
    }

    /** The writes to memory so far. */
    public List<MemoryWrite> memoryWrites() {
        return List.copyOf(memoryWrites);
    }

    /** The writes to registers so far. */
    public List<RegisterWrite> registerWrites() {
        return List.copyOf(registerWrites);
    }

    /** Forgets the commands and writes so far. */
    public void forget() {
        commands.clear();
        memoryWrites.clear();
        registerWrites.clear();
    }

    /** Reads memory from outside; empty unless all of it is there. */
    public Optional<byte[]> peek(long address, int length) {
        return setup.memory.read(address, length);
    }

    /**
     * Changes memory from outside, as the running program would.
     *
     * @throws IllegalArgumentException when not all of it is there
     */
    public void poke(long address, byte[] bytes) {
        if (!setup.memory.write(address, bytes)) {
            throw new IllegalArgumentException(
                    "the image does not hold " + bytes.length + " bytes at 0x" + Long.toHexString(address));
        }
    }

    /** Has all clients that wait for it get this stop reply: the running target stops by itself. */
    public void stop(StopReply reply) {
        clients.forEach(channel -> channel.eventLoop()
                .execute(() -> channel.pipeline().get(ImageSession.class).stop(reply)));
    }

    ImageServerBuilder setup() {
        return setup;
    }

    void record(Command command) {
        if (setup.remembering) {
            commands.add(command);
        }
    }

    void record(MemoryWrite write) {
        if (setup.remembering) {
            memoryWrites.add(write);
        }
    }

    void record(RegisterWrite write) {
        if (setup.remembering) {
            registerWrites.add(write);
        }
    }

    /** Ends the server and its connections; once is enough, and more does no harm. */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            loop.terminationFuture().syncUninterruptibly();
            return;
        }
        listener.close().syncUninterruptibly();
        clients.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
