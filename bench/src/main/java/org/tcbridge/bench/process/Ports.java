package org.tcbridge.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine alone. */
public final class Ports {
    private static final String HOST = "127.0.0.1";

    /** Ports below 32768, where Linux's range for clients begins (ip_local_port_range). */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private Ports() {}

    /** A port that nobody listens on. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The first of so many ports that nobody listens on, below those that the kernel gives to clients. */
    public static int freeInARow(int count) throws IOException {
        for (int first = FIRST; first + count < LAST; first += count) {
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no %d free ports in a row between %d and %d".formatted(count, FIRST, LAST));
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() != port) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    /** The address of a port, HOST:PORT. */
    public static String address(int port) {
        return HOST + ":" + port;
    }
}
