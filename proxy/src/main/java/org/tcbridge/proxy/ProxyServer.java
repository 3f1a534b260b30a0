package org.tcbridge.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tcbridge.proxy.session.Session;

/**
 * Listens for clients and gives each a session with the GDB server, one at a time: a GDB server has one client. The server
 * is contacted when a client comes, so the two may be started in any order.
 */
public final class ProxyServer implements AutoCloseable {
    private static final int END_MS = 500;

    private final ProxyConfig config;
    private final Reception reception;
    private final Channel listener;
    private final Runnable last;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ProxyServer(String name, ProxyConfig config, Backend backend, ProxyThreads threads, Runnable last)
            throws IOException {
        this.config = config;
        this.last = last;
        EventLoop loop = threads.loops().next();
        reception = new Reception(name, config, backend, loop);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        reception.accept(channel);
                    }
                });
        ChannelFuture bound = bootstrap.bind(config.listen().resolve()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            last.run();
            throw new IOException(
                    "cannot listen on " + config.listen() + ": " + Approach.reason(bound.cause()), bound.cause());
        }
        listener = bound.channel();
    }

    /**
     * Starts to listen.
     *
     * @throws IOException when the port cannot be had; its message names host, port and cause
     */
    public static ProxyServer start(ProxyConfig config) throws IOException {
        return start(config, Backend.at(config.backend()));
    }

    /**
     * Starts to listen, before a server that may have to be started; {@code config}'s is not looked at.
     *
     * @throws IOException when the port cannot be had; its message names host, port and cause
     */
    public static ProxyServer start(ProxyConfig config, Backend backend) throws IOException {
        ProxyThreads own = new ProxyThreads(1);
        return new ProxyServer("", config, backend, own, own::close);
    }

    /**
     * Starts to listen, as one of several proxies.
     *
     * @param name what the log calls it
     * @throws IOException when the port cannot be had; its message names host, port and cause
     */
    public static ProxyServer start(String name, ProxyConfig config, Backend backend, ProxyThreads threads)
            throws IOException {
        return new ProxyServer(name, config, backend, threads, () -> {});
    }

    /** Where it listens; the port is the real one when a free one was asked for. */
    public HostPort address() {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return new HostPort(config.listen().host(), port);
    }

    /**
     * Ends the session, if there is one, and listens no more. Returns within half a second, or within {@link Session#UNDO_MS}
     * more when the target has to be left as it was, also when the client has gone before; and what the server takes to end,
     * if it was started here.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        listener.close();
        reception.close(Session.UNDO_MS + END_MS);
        last.run();
    }
}
