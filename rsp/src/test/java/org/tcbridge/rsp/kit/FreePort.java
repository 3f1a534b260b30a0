package org.tcbridge.rsp.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP port of this machine for somebody who has to be told one. */
public final class FreePort {
    /** Ports below 32768, where Linux's range for clients begins (ip_local_port_range): nobody else is given one meanwhile. */
    private static final int FIRST = 20_000;

    private static final int END = 32_000;

    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** One that nobody listens on. */
    public static int any() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another one is as good
            }
        }
        throw new IOException("no port is free between %d and %d".formatted(FIRST, END));
    }
}
