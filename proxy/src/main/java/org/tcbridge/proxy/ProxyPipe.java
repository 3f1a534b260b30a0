package org.tcbridge.proxy;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.tcbridge.proxy.session.Session;

/** A proxy for the one client at two streams, such as gdb's {@code target remote | COMMAND}. */
public final class ProxyPipe implements AutoCloseable {
    private static final int END_MS = 500;

    private final Reception reception;
    private final SocketChannel client;
    private final ProxyThreads threads;

    private ProxyPipe(ProxyConfig config, Backend backend, ProxyThreads threads) throws IOException {
        this.threads = threads;
        EventLoop loop = threads.loops().next();
        reception = new Reception("pipe", config, backend, loop);
        NioSocketChannel ours;
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            client = SocketChannel.open(listener.getLocalAddress());
            ours = new NioSocketChannel(acceptOnly(listener, client));
        }
        ours.config().setOption(ChannelOption.TCP_NODELAY, true);
        ours.config().setAutoRead(false);
        client.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        loop.register(ours).syncUninterruptibly();
        loop.execute(() -> reception.accept(ours));
    }

    /** The other end of a connection, and of no other one that a stranger on this machine may have made. */
    private static SocketChannel acceptOnly(ServerSocketChannel listener, SocketChannel client) throws IOException {
        while (true) {
            SocketChannel accepted = listener.accept();
            if (accepted.getRemoteAddress().equals(client.getLocalAddress())) {
                return accepted;
            }
            accepted.close();
        }
    }

    /**
     * Begins a session.
     *
     * @param backend the server; {@code config}'s is not looked at
     * @throws IOException when this machine lets no two sockets connect
     */
    public static ProxyPipe open(ProxyConfig config, Backend backend) throws IOException {
        ProxyThreads threads = new ProxyThreads(1);
        try {
            return new ProxyPipe(config, backend, threads);
        } catch (IOException e) {
            threads.close();
            throw e;
        }
    }

    /**
     * Serves the client until it or the GDB server ends the connection. {@code in} may still be being read then.
     *
     * @param in what the client sends
     * @param out what it gets: packets and nothing else
     * @throws IOException when the client cannot be written to
     */
    public void serve(InputStream in, OutputStream out) throws IOException {
        Thread.ofPlatform().daemon().name("client's input").start(() -> pump(in));
        drain(out);
    }

    /** Until the client has no more to say; then the session ends, whatever it is at. */
    private void pump(InputStream in) {
        try {
            in.transferTo(Channels.newOutputStream(client));
        } catch (IOException e) {
            // the session's end, or the client's
        }
        hangUp();
    }

    private void drain(OutputStream out) throws IOException {
        byte[] bytes = new byte[1 << 16];
        InputStream packets = Channels.newInputStream(client);
        for (int n = read(packets, bytes); n > 0; n = read(packets, bytes)) {
            out.write(bytes, 0, n);
            out.flush();
        }
    }

    private static int read(InputStream packets, byte[] bytes) {
        try {
            return packets.read(bytes);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Ends the session, leaves the target as it was, and ends what was started for it. */
    @Override
    public void close() {
        hangUp();
        threads.close();
    }

    private void hangUp() {
        reception.close(Session.UNDO_MS + END_MS);
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
