package org.tcbridge.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.frame.Notification;

/**
 * A client's way to the GDB server, which may have to be started first. Meanwhile the client is told to be patient. Event
 * loop, but for the server's start.
 */
final class Approach {
    private static final int CONNECT_MS = 10_000;

    /** Between two attempts to connect to a server that is being started, in ms. */
    private static final int RETRY_MS = 50;

    /** gdb sends a packet again when it has heard nothing for its {@code remotetimeout}, 2000 ms. */
    private static final int KEEP_ALIVE_MS = 1000;

    /** It may have waited before it got to us: it hears from us soon, where the server is not there at once. */
    private static final int FIRST_MS = 100;

    private final Channel client;
    private final Backend backend;
    private final Outcome outcome;
    private @Nullable ScheduledFuture<?> keepAlive;

    /** Where the way ends. */
    interface Outcome {
        /** At the server. */
        void reached(Channel server, HostPort at);

        /** Nowhere; says why. */
        void failed(String reason);
    }

    Approach(Channel client, Backend backend, Outcome outcome) {
        this.client = client;
        this.backend = backend;
        this.outcome = outcome;
    }

    void start() {
        keepAlive = client.eventLoop()
                .scheduleAtFixedRate(
                        () -> client.writeAndFlush(
                                Notification.of("tcbridge_keepalive:00").wire()),
                        FIRST_MS,
                        KEEP_ALIVE_MS,
                        TimeUnit.MILLISECONDS);
        backend.standing()
                .ifPresentOrElse(
                        this::connect,
                        () -> Thread.ofVirtual().name("backend " + backend).start(this::open));
    }

    /** A thread of its own. */
    private void open() {
        try {
            HostPort at = backend.open();
            client.eventLoop().execute(() -> connect(at));
        } catch (IOException | RuntimeException e) {
            client.eventLoop().execute(() -> fail(String.valueOf(e.getMessage())));
        }
    }

    private void connect(HostPort at) {
        if (!client.isActive()) {
            fail("the client has gone");
            return;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // the session fills the pipeline
                    }
                });
        ChannelFuture connected = bootstrap.connect(at.resolve());
        connected.addListener(f -> {
            if (f.isSuccess()) {
                reach(connected.channel(), at);
            } else {
                refused(at, reason(f.cause()));
            }
        });
    }

    private void reach(Channel server, HostPort at) {
        // TCP connects a socket to itself when the system happens to choose the port that nobody listens on yet
        if (server.localAddress().equals(server.remoteAddress())) {
            server.close();
            refused(at, "nobody listens");
            return;
        }
        patient();
        outcome.reached(server, at);
    }

    private void refused(HostPort at, String reason) {
        Optional<String> end = backend.refused(reason);
        if (end.isPresent()) {
            fail(end.get());
        } else {
            client.eventLoop().schedule(() -> connect(at), RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void fail(String reason) {
        patient();
        outcome.failed(reason);
    }

    private void patient() {
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
    }

    /** Why a connection was not made, without the address. */
    static String reason(Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host name is not known";
        }
        // Netty adds the address, which the message has already
        return String.valueOf(cause.getMessage()).replaceFirst(": \\S*/\\S+$", "");
    }
}
