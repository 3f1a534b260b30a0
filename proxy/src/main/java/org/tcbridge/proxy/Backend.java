package org.tcbridge.proxy;

import java.io.IOException;
import java.util.Optional;

/**
 * The GDB server of a proxy, and what it takes to have one: a server that is there already, or one that has to be started
 * when a client comes and ended after the last one. {@code open} and {@code close} block; {@code close} may come while the
 * server is being opened, and ends that.
 */
public interface Backend {
    /**
     * A client has come: sees to it that there is a server, or soon will be. Called for each client.
     *
     * @return where the server is, or will be
     * @throws IOException when there will be none; the message goes to the client
     */
    HostPort open() throws IOException;

    /**
     * Where the server is when nobody here sees to it: then a session need not wait for a thread that opens or closes it.
     *
     * @return empty when {@link #open} and {@link #close} are to be called
     */
    default Optional<HostPort> standing() {
        return Optional.empty();
    }

    /**
     * Nobody listens there. It does not block.
     *
     * @param reason why the connection was not made
     * @return why there is no use in waiting; empty when the server is still to come
     */
    Optional<String> refused(String reason);

    /** The last client has gone, or the proxy ends. Without effect when nothing is open. */
    void close();

    /** A server that somebody else sees to. */
    static Backend at(HostPort address) {
        return at(address, address.toString());
    }

    /**
     * The same.
     *
     * @param name what people are told of it in place of its address
     */
    static Backend at(HostPort address, String name) {
        return new Backend() {
            @Override
            public HostPort open() {
                return address;
            }

            @Override
            public Optional<HostPort> standing() {
                return Optional.of(address);
            }

            @Override
            public Optional<String> refused(String reason) {
                return Optional.of("cannot reach the GDB server at " + address + ": " + reason);
            }

            @Override
            public void close() {
                // not ours
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
