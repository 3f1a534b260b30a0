package org.tcbridge.cli.board;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;

/**
 * A GDB server that is started when a client comes and ended when the last one has gone. Whether it listens already is found
 * out by the session's own connection: servers take any connection for a debugger.
 */
public final class Spawned implements Backend {
    /** What stands for the port in a command. */
    public static final String PORT = "{port}";

    private final String command;
    private final HostPort address;
    private final Duration limit;
    private final Consumer<String> console;
    private volatile @Nullable ChildCommand child;
    private volatile HostPort at;
    private volatile long deadline;

    /**
     * A server that does not run yet.
     *
     * @param command as one types it in a shell, with {@link #PORT} for the port
     * @param address where it will listen; port 0 chooses a free one anew at each start
     * @param limit how long it may take until it listens
     * @param console takes the lines it prints
     */
    public Spawned(String command, HostPort address, Duration limit, Consumer<String> console) {
        this.command = command;
        this.address = address;
        this.at = address;
        this.limit = limit;
        this.console = console;
    }

    /** The name of the program that a command starts: what its lines begin with. */
    public static String program(String command) {
        String word = command.strip().split("\\s+", 2)[0];
        return word.substring(word.lastIndexOf('/') + 1);
    }

    @Override
    public synchronized HostPort open() throws IOException {
        ChildCommand running = child;
        if (running != null && running.isAlive()) {
            return at;
        }
        at = new HostPort(address.host(), address.port() == 0 ? freePort() : address.port());
        deadline = System.nanoTime() + limit.toNanos();
        child = ChildCommand.start(command.replace(PORT, Integer.toString(at.port())), console);
        return at;
    }

    /** Free now; the server takes it a moment later. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public Optional<String> refused(String reason) {
        ChildCommand running = child;
        if (running == null) {
            return Optional.of("the GDB server was ended before it listened");
        }
        if (running.isOver()) {
            return Optional.of("the GDB server " + running.ending());
        }
        if (System.nanoTime() - deadline >= 0) {
            return Optional.of("the GDB server '%s' does not listen on %s within %d s: %s"
                            .formatted(command, at, limit.toSeconds(), reason)
                    + running.lastLines());
        }
        return Optional.empty();
    }

    @Override
    public synchronized void close() {
        ChildCommand running = child;
        child = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public String toString() {
        return "'" + command + "'";
    }
}
