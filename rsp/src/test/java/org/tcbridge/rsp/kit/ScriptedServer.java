package org.tcbridge.rsp.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A GDB server that does what a test says, over a real TCP port of this machine. Connections are served one after another, on
 * one virtual thread. What fails there is raised at {@link #close()}.
 */
public final class ScriptedServer implements AutoCloseable {

    /** What the server does with a connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Script {
        /** Serves one connection. */
        void serve(Connection connection) throws Exception;
    }

    /** The server's end of a connection. */
    public static final class Connection extends Peer {

        private final List<String> commands;

        private Connection(Socket socket, Transcript transcript, List<String> commands) throws IOException {
            super(socket, false, transcript);
            this.commands = commands;
        }

        /**
         * Answers every packet, and every {@link Peer#INTERRUPT}, with the packets that the handler gives for it, until the
         * client goes. An OK to QStartNoAckMode ends ack mode.
         */
        public void reply(Function<String, List<String>> handler) {
            while (true) {
                String item = item();
                if (item.equals("+")) {
                    continue;
                }
                String command = item.startsWith("$") ? accept(item) : item;
                commands.add(command);
                List<String> replies = handler.apply(command);
                replies.forEach(reply -> sendRaw(Wire.packet(reply)));
                if (command.equals("QStartNoAckMode") && replies.equals(List.of("OK"))) {
                    noAck();
                }
            }
        }
    }

    private final ServerSocket listener;
    private final Transcript transcript = new Transcript();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private ScriptedServer(Script script, int port) throws IOException {
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().name("scripted server").start(() -> accept(script));
    }

    /** Starts a server on a free port. */
    public static ScriptedServer start(Script script) {
        return start(script, 0);
    }

    /** Starts a server on a port; 0 is a free one. */
    public static ScriptedServer start(Script script, int port) {
        try {
            return new ScriptedServer(script, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server that answers each packet by itself; see {@link Connection#reply}. */
    public static ScriptedServer replying(Function<String, List<String>> handler) {
        return start(connection -> connection.reply(handler));
    }

    /** The TCP port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What went over all connections. */
    public Transcript transcript() {
        return transcript;
    }

    /** The commands that {@link Connection#reply} has seen so far, on all connections. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try (Connection connection = new Connection(listener.accept(), transcript, commands)) {
                transcript.add("--", "connected");
                script.serve(connection);
            } catch (SocketException closed) {
                transcript.add("--", closed.toString());
            } catch (UncheckedIOException gone) {
                transcript.add("--", String.valueOf(gone.getCause()));
            } catch (Exception | AssertionError failure) {
                failures.add(failure);
            }
        }
    }

    /** Ends the server; raises what its script found wrong. */
    @Override
    public void close() {
        try {
            listener.close();
            if (!thread.join(Duration.ofMillis(2L * Peer.PATIENCE_MILLIS))) {
                throw transcript.failure("the script did not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the script ended", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("the server's script failed", failures.getFirst());
        }
    }
}
