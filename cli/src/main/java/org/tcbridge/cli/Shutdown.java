package org.tcbridge.cli;

import java.time.Duration;

/** Keeps a command up until the user ends it: SIGINT and SIGTERM are its normal end, with exit status 0. */
final class Shutdown {
    /** How long closing may take; the program must be gone within a second. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private Shutdown() {}

    /**
     * Waits until the process is told to end, then runs {@code close} and ends it; or until the calling thread is
     * interrupted, then returns. {@code ready} says on the console that the command is up: it runs when the signals are
     * already handled, since a script may send one as soon as it has read that line.
     */
    static void await(Runnable ready, Runnable close) {
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            Thread closing = Thread.ofPlatform().daemon().start(close);
            try {
                closing.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // the JVM would report the signal (130, 143); being told to end is not a failure
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        ready.run();
        try {
            Thread.sleep(Duration.ofMillis(Long.MAX_VALUE));
        } catch (InterruptedException e) {
            // whoever called us closes
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
