package org.tcbridge.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.session.PacketRecord;
import org.tcbridge.proxy.session.PacketTrace;
import org.tcbridge.proxy.session.Session;
import org.tcbridge.proxy.session.SessionHandler;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.FrameDecoder;
import org.tcbridge.rsp.record.Recording;

/**
 * Gives each client a session with the GDB server, one at a time: a GDB server has one client. Event loop, unless a method
 * says otherwise.
 */
final class Reception {
    /** So long a client waits for the end of another's session before it is refused: that one may have gone unnoticed yet. */
    private static final int GRACE_MS = 100;

    private final ProxyConfig config;
    private final Backend backend;
    private final EventLoop loop;
    private final String name;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    /** The end of the last session's connection to the server. */
    private volatile @Nullable ChannelFuture serverEnd;

    private @Nullable Channel served;
    private @Nullable Session session;
    private boolean approaching;
    private boolean closing;
    private boolean ending;
    private int sessions;

    /**
     * A reception without clients.
     *
     * @param name what the log calls the proxy; empty when there is but one
     * @param loop of all clients
     */
    Reception(String name, ProxyConfig config, Backend backend, EventLoop loop) {
        this.name = name;
        this.config = config;
        this.backend = backend;
        this.loop = loop;
    }

    /** A client that has not been read from yet. */
    void accept(Channel client) {
        String peer = client.remoteAddress() instanceof InetSocketAddress address
                ? HostPort.of(address).toString()
                : "client";
        SessionLog log = new SessionLog((name.isEmpty() ? "" : name + " ") + "s" + ++sessions + " " + peer);
        Channel before = served;
        if (before == null && !closing) {
            serve(client, log);
            return;
        }
        Runnable serve = () -> serve(client, log);
        waiting.add(serve);
        if (before != null) {
            loop.schedule(
                    () -> {
                        if (before.isActive() && waiting.remove(serve)) {
                            refuse(client, log, before);
                        }
                    },
                    GRACE_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** The session is over, the connection to the server closed: whoever waits is next. */
    private void over() {
        session = null;
        served = null;
        if (!waiting.isEmpty()) {
            waiting.remove().run();
        } else if (!ending && backend.standing().isEmpty()) {
            // a client that comes meanwhile waits until this is done
            closing = true;
            closeBackend().thenRunAsync(this::closed, loop);
        }
    }

    private void closed() {
        closing = false;
        if (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private CompletableFuture<@Nullable Void> closeBackend() {
        return CompletableFuture.runAsync(
                backend::close,
                task -> Thread.ofVirtual().name("backend " + backend).start(task));
    }

    private void serve(Channel client, SessionLog log) {
        served = client;
        log.info("client connected");
        approaching = true;
        new Approach(client, backend, new Approach.Outcome() {
                    @Override
                    public void reached(Channel server, HostPort at) {
                        approaching = false;
                        join(client, server, at, log);
                    }

                    @Override
                    public void failed(String reason) {
                        approaching = false;
                        log.warn("{}", reason);
                        RefusedClient.tell(client, "tcbridge " + reason);
                        over();
                    }
                })
                .start();
    }

    private void join(Channel client, Channel server, HostPort at, SessionLog log) {
        serverEnd = server.closeFuture();
        server.closeFuture().addListener(f -> over());
        if (ending || !client.isActive()) {
            server.close();
            return;
        }
        log.info("connected to the GDB server at {}", at);
        String name = backend.standing().isPresent() ? backend.toString() : at + " of " + backend;
        Session joined = new Session(client, server, config.servedBy(name), log);
        int number = config.recording().map(Recording::session).orElse(0);
        client.pipeline().addLast(FrameDecoder.reusing(), new FirstPacket(log));
        pipeline(
                client,
                number,
                new SessionHandler(joined::fromClient, joined::end, "client", log),
                PacketTrace.Side.GDB,
                log);
        server.pipeline().addLast(FrameDecoder.reusing());
        pipeline(
                server,
                number,
                new SessionHandler(joined::fromServer, joined::serverGone, "GDB server", log),
                PacketTrace.Side.SERVER,
                log);
        session = joined;
        tune(client);
        tune(server);
        client.config().setAutoRead(true);
        server.config().setAutoRead(true);
    }

    /** For packets from a few bytes to over 128 KiB, which is a read of 64 KiB, without garbage. */
    private static void tune(Channel channel) {
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT).setRecvByteBufAllocator(new ReadRoom());
    }

    private void pipeline(Channel channel, int number, SessionHandler handler, PacketTrace.Side side, SessionLog log) {
        channel.pipeline().addLast(new Acknowledgement(), new PacketTrace(side, log));
        config.recording().ifPresent(file -> channel.pipeline().addLast(new PacketRecord(file, number, side)));
        channel.pipeline().addLast(handler);
    }

    /** A GDB server has one client: another one is told so. */
    private static void refuse(Channel client, SessionLog log, Channel served) {
        HostPort other = HostPort.of((InetSocketAddress) served.remoteAddress());
        log.warn("refused: {} is being served", other);
        RefusedClient.tell(client, "tcbridge is serving another client, " + other);
    }

    /** Any thread: ends the session, if there is one, leaves the target as it was, and ends what was started for it. */
    void close(int patienceMs) {
        loop.submit(() -> {
                    ending = true;
                    waiting.clear();
                    if (session != null) {
                        session.end();
                    } else if (served != null && approaching) {
                        served.close();
                    }
                })
                .awaitUninterruptibly(patienceMs);
        ChannelFuture joined = serverEnd;
        if (joined != null) {
            joined.awaitUninterruptibly(patienceMs);
        }
        backend.close();
    }
}
