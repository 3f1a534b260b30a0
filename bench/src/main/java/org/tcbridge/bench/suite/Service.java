package org.tcbridge.bench.suite;

import org.jspecify.annotations.Nullable;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Ports;

/**
 * Somebody who listens: a peer, a server, or a server that stands for no peer.
 *
 * @param name of the peer, or what it is
 * @param port where clients connect
 * @param child its process; none when another service owns it
 */
public record Service(String name, int port, @Nullable Child child) implements AutoCloseable {
    /** Where clients connect, HOST:PORT. */
    public String address() {
        return Ports.address(port);
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
