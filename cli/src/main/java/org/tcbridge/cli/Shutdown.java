package org.tcbridge.cli;

import java.time.Duration;

/** Keeps a command up until the user ends it: SIGINT and SIGTERM are its normal end, with exit status 0. */
final class Shutdown {
    /** How long closing may take; the program must be gone within a second. */
    static final Duration ALONE = Duration.ofMillis(700);

    /** How long closing may take where processes were started that must not stay behind. */
    static final Duration WITH_CHILDREN = Duration.ofSeconds(4);

    private Shutdown() {}

    /** What is done when the process is told to end; closed, it is not done. */
    record Hook(Thread thread) implements AutoCloseable {
        /** Has {@code end} done; the process ends as the signal wants it. */
        static Hook of(Runnable end) {
            Thread thread = Thread.ofPlatform().name("shutdown").unstarted(end);
            Runtime.getRuntime().addShutdownHook(thread);
            return new Hook(thread);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // it is being done: the process ends with it
            }
        }
    }

    /** Runs {@code close} when the process is told to end, and ends it when that is done or has taken too long. */
    static Hook hook(Runnable close, Duration patience) {
        return Hook.of(() -> {
            Thread closing = Thread.ofPlatform().daemon().start(close);
            try {
                closing.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // the JVM would report the signal (130, 143); being told to end is not a failure
            Runtime.getRuntime().halt(0);
        });
    }

    /**
     * Waits until the process is told to end, then runs {@code close} and ends it; or until the calling thread is
     * interrupted, then returns. {@code ready} says on the console that the command is up: it runs when the signals are
     * already handled, since a script may send one as soon as it has read that line.
     */
    static void await(Runnable ready, Runnable close) {
        await(ready, close, ALONE);
    }

    /** The same with another time for {@code close}. */
    static void await(Runnable ready, Runnable close, Duration patience) {
        try (Hook _ = hook(close, patience)) {
            ready.run();
            Thread.sleep(Duration.ofMillis(Long.MAX_VALUE));
        } catch (InterruptedException e) {
            // whoever called us closes
        }
    }
}
