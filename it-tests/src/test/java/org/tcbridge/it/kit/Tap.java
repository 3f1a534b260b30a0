package org.tcbridge.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A wire with an ear on it: passes one client's bytes to a server and back, and keeps what the client sent. */
public final class Tap implements AutoCloseable {
    private static final Pattern PACKET = Pattern.compile("\\$([^#]*)#..", Pattern.DOTALL);

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int serverPort;

    private Tap(int serverPort) throws IOException {
        this.serverPort = serverPort;
        Thread.ofVirtual().start(this::serve);
    }

    /** Before a server of this machine. */
    public static Tap before(int serverPort) throws IOException {
        return new Tap(serverPort);
    }

    /** Where the client connects. */
    public int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pass(server, client, OutputStream.nullOutputStream()));
            pass(client, server, heard);
            back.join();
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to, OutputStream copy) {
        byte[] buffer = new byte[65536];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                copy.write(buffer, 0, n);
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // one side hung up: so does the other
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packets that the client sent, in order, without frames and acknowledgements. */
    public List<String> packets() {
        Matcher matcher = PACKET.matcher(heard.toString(ISO_8859_1));
        return matcher.results().map(match -> match.group(1)).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
