package org.tcbridge.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine alone. */
public final class Ports {
    private static final String HOST = "127.0.0.1";

    private Ports() {}

    /** A port that nobody listens on. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The address of a port, HOST:PORT. */
    public static String address(int port) {
        return HOST + ":" + port;
    }
}
