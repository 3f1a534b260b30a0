package org.tcbridge.proxy;

import java.time.Duration;

/**
 * How long a session waits for its peers.
 *
 * @param server for the reply to a question; what it owes after that time blocks the session until it has come
 * @param client so long a command of the client's may go unanswered when another one waits
 * @param sign while the worker is busy the client gets a sign of life this often
 */
public record Patience(Duration server, Duration client, Duration sign) {
    /** A probe may be slow. gdb's own patience is its {@code remotetimeout}, 2 s: half of it is soon enough for a sign of life. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1));
}
