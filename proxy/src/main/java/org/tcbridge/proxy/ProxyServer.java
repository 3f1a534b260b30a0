package org.tcbridge.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.session.PacketTrace;
import org.tcbridge.proxy.session.Session;
import org.tcbridge.proxy.session.SessionHandler;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.FrameDecoder;

/**
 * Listens for clients and gives each a session with the GDB server, one at a time: a GDB server has one client. The server
 * is contacted when a client comes, so the two may be started in any order.
 */
public final class ProxyServer implements AutoCloseable {
    private static final int CONNECT_MS = 10_000;
    private static final int END_MS = 500;

    /** So long a client waits for the end of another's session before it is refused: that one may have gone unnoticed yet. */
    private static final int GRACE_MS = 100;

    private final ProxyConfig config;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;
    /** The end of the last session's connection to the server. */
    private volatile @Nullable ChannelFuture serverEnd;

    // the event loop's
    private @Nullable Channel served;
    private @Nullable Session session;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int sessions;

    private ProxyServer(ProxyConfig config) throws IOException {
        this.config = config;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(initializer(this::accept));
        ChannelFuture bound = bootstrap.bind(config.listen().resolve()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS);
            throw new IOException("cannot listen on " + config.listen() + ": " + reason(bound.cause()), bound.cause());
        }
        listener = bound.channel();
    }

    /**
     * Starts to listen.
     *
     * @throws IOException when the port cannot be had; its message names host, port and cause
     */
    public static ProxyServer start(ProxyConfig config) throws IOException {
        return new ProxyServer(config);
    }

    /** Where it listens; the port is the real one when a free one was asked for. */
    public HostPort address() {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return new HostPort(config.listen().host(), port);
    }

    private static ChannelHandler initializer(java.util.function.Consumer<Channel> then) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                then.accept(channel);
            }
        };
    }

    private void accept(Channel client) {
        SessionLog log =
                new SessionLog("s" + ++sessions + " " + HostPort.of((InetSocketAddress) client.remoteAddress()));
        Channel before = served;
        if (before == null) {
            serve(client, log);
            return;
        }
        Runnable serve = () -> serve(client, log);
        waiting.add(serve);
        client.eventLoop()
                .schedule(
                        () -> {
                            if (before.isActive() && waiting.remove(serve)) {
                                refuse(client, log, before);
                            }
                        },
                        GRACE_MS,
                        TimeUnit.MILLISECONDS);
    }

    /** The session is over, the connection to the server closed: whoever waits is next. */
    private void over() {
        served = null;
        session = null;
        if (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void serve(Channel client, SessionLog log) {
        served = client;
        client.closeFuture().addListener(f -> {
            if (session == null && client.equals(served)) {
                over();
            }
        });
        log.info("client connected");
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(initializer(c -> {}));
        ChannelFuture connected = bootstrap.connect(config.backend().resolve());
        connected.addListener(f -> {
            if (f.isSuccess()) {
                join(client, connected.channel(), log);
            } else {
                String why = "cannot reach the GDB server at " + config.backend() + ": " + reason(f.cause());
                log.warn("{}", why);
                RefusedClient.tell(client, "tcbridge " + why);
                over();
            }
        });
    }

    private void join(Channel client, Channel server, SessionLog log) {
        if (!client.isActive()) {
            server.close();
            return;
        }
        log.info("connected to the GDB server at {}", config.backend());
        Session joined = new Session(client, server, config, log);
        pipeline(client, new SessionHandler(joined::fromClient, joined::end, "client", log), PacketTrace.Side.GDB, log);
        pipeline(
                server,
                new SessionHandler(joined::fromServer, joined::serverGone, "GDB server", log),
                PacketTrace.Side.SERVER,
                log);
        session = joined;
        serverEnd = server.closeFuture();
        server.closeFuture().addListener(f -> over());
        client.config().setAutoRead(true);
        server.config().setAutoRead(true);
    }

    private static void pipeline(Channel channel, SessionHandler handler, PacketTrace.Side side, SessionLog log) {
        channel.pipeline().addLast(new FrameDecoder(), new Acknowledgement(), new PacketTrace(side, log), handler);
    }

    /** A GDB server has one client: another one is told so. */
    private static void refuse(Channel client, SessionLog log, Channel served) {
        HostPort other = HostPort.of((InetSocketAddress) served.remoteAddress());
        log.warn("refused: {} is being served", other);
        RefusedClient.tell(client, "tcbridge is serving another client, " + other);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host name is not known";
        }
        // Netty adds the address, which the message has already
        return String.valueOf(cause.getMessage()).replaceFirst(": \\S*/\\S+$", "");
    }

    /**
     * Ends the session, if there is one, and listens no more. Returns within half a second, or within {@link Session#UNDO_MS}
     * more when the target has to be left as it was: also when the client has gone before.
     */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        listener.close();
        group.next().execute(() -> {
            waiting.clear();
            if (session != null) {
                session.end();
            }
        });
        ChannelFuture joined = serverEnd;
        if (joined != null) {
            joined.awaitUninterruptibly(Session.UNDO_MS + END_MS);
        }
        group.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MS);
    }
}
