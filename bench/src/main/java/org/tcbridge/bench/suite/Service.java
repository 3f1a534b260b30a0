package org.tcbridge.bench.suite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Ports;

/**
 * Somebody who listens: a peer, a server, or a server that stands for no peer.
 *
 * @param name of the peer, or what it is
 * @param port where clients connect
 * @param portStep how many ports on a further session connects: 0 for the same port, 1 for a port of its own
 * @param child its process; none when another service owns it
 */
public record Service(
        String name, int port, int portStep, @Nullable Child child) implements AutoCloseable {
    /** Where clients connect, HOST:PORT. */
    public String address() {
        return Ports.address(port);
    }

    /** Moves it to these CPUs, as {@code taskset} names them. */
    public void moveTo(String cpus) throws IOException, InterruptedException {
        if (child != null) {
            child.moveTo(cpus);
        }
    }

    /** Resident memory, in KiB. */
    public long residentKib() throws IOException {
        if (child == null) {
            throw new IOException(name + " is no program of its own");
        }
        return child.residentKib();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
