package org.tcbridge.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.proxy.Backend;

/**
 * A visit of a command's, by the thread that begins it; a server that was started for it ends with it. When the program is
 * told to end meanwhile (Ctrl-C), the target is left as it was found, too.
 */
final class Look implements Closeable {
    /** So long the visit may take to come to its end then, in ms. */
    private static final int ENDING_MS = 2000;

    private final Backend server;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Shutdown.Hook hook;
    private final Visit visit;

    private Look(Backend server, boolean halt, Optional<Duration> limit) throws IOException {
        this.server = server;
        Thread looking = Thread.currentThread();
        hook = Shutdown.Hook.of(() -> {
            looking.interrupt();
            awaitEnd();
            server.close();
        });
        try {
            visit = Visit.begin(connect(server, limit), halt);
        } catch (IOException e) {
            end();
            throw e;
        }
    }

    /**
     * Begins it.
     *
     * @param halt the target may run: it is stopped, and let run at the end
     * @param limit for all of it; until then a server that does not listen yet is waited for
     * @throws IOException when there is no server, or the target runs and may not be stopped
     */
    static Look begin(Backend server, boolean halt, Optional<Duration> limit) throws IOException {
        return new Look(server, halt, limit);
    }

    private static GdbClient connect(Backend server, Optional<Duration> limit) throws IOException {
        InetSocketAddress address = server.open().resolve();
        if (server.standing().isEmpty()) {
            return GdbClient.started(address, limit, server::refused);
        }
        return limit.isPresent() ? GdbClient.within(limit.get(), address) : new GdbClient(address);
    }

    Visit visit() {
        return visit;
    }

    private void awaitEnd() {
        try {
            over.await(ENDING_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            visit.close();
        } finally {
            end();
        }
    }

    private void end() {
        // the visit has ended: the server's end is not to be cut short
        boolean interrupted = Thread.interrupted();
        server.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        over.countDown();
        hook.close();
    }
}
