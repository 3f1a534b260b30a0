package org.tcbridge.cli.board;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;

/** A GDB server for whose board commands are run before the first client and after the last one: power it on and off. */
public final class Board implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger("tcbridge");

    private final Backend server;
    private final Optional<String> before;
    private final Optional<String> after;
    private final Duration limit;
    private final Consumer<String> console;
    private volatile @Nullable ChildCommand running;
    private volatile boolean closing;
    private boolean on;

    /**
     * A board that is off.
     *
     * @param server its GDB server
     * @param before run before the first client, as one types it in a shell
     * @param after run after the last client, when {@code before} has succeeded
     * @param limit how long each may take
     * @param console takes the lines they print
     */
    public Board(
            Backend server, Optional<String> before, Optional<String> after, Duration limit, Consumer<String> console) {
        this.server = server;
        this.before = before;
        this.after = after;
        this.limit = limit;
        this.console = console;
    }

    @Override
    public synchronized HostPort open() throws IOException {
        if (!on) {
            if (before.isPresent()) {
                run("the command before the first client", before.get());
            }
            on = true;
        }
        return server.open();
    }

    private void run(String what, String command) throws IOException {
        ChildCommand child = ChildCommand.start(command, console);
        running = child;
        if (closing && !on) {
            child.stop();
        }
        OptionalInt status = child.await(limit);
        running = null;
        if (status.isEmpty()) {
            child.stop();
            throw new IOException("%s, '%s', did not end within %d s".formatted(what, command, limit.toSeconds())
                    + child.lastLines());
        }
        if (status.getAsInt() != 0) {
            throw new IOException(what + ", " + child.ending());
        }
    }

    @Override
    public Optional<String> refused(String reason) {
        return server.refused(reason);
    }

    @Override
    public void close() {
        closing = true;
        ChildCommand child = running;
        if (child != null) {
            child.stop();
        }
        off();
    }

    private synchronized void off() {
        server.close();
        if (on && after.isPresent()) {
            try {
                run("the command after the last client", after.get());
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        on = false;
        closing = false;
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
