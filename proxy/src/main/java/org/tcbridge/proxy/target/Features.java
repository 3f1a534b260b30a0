package org.tcbridge.proxy.target;

import org.tcbridge.rsp.reply.SupportedFeatures;

/** Any thread: what the server said to {@code qSupported}, and what a server says nothing of. */
public final class Features {
    /** The packet size that the manual has stubs assume when nothing is said: gdb's own default is 400 bytes. */
    private static final int DEFAULT_PACKET_SIZE = 400;

    private volatile SupportedFeatures server = SupportedFeatures.parse("");
    private volatile boolean known;
    private volatile int offered;

    /** Notes the server's reply. */
    public void learn(SupportedFeatures features) {
        server = features;
        known = true;
    }

    /** Notes the packet size that the client was told, in bytes of a packet's body; 0 when it was told none. */
    public void offer(int size) {
        offered = size;
    }

    /** What {@link #offer} noted. */
    public int offered() {
        return offered;
    }

    /** True when the server has been asked. */
    public boolean known() {
        return known;
    }

    /** True when the server has the feature. */
    public boolean has(String name) {
        return server.has(name);
    }

    /** Most bytes of a packet's body that the server takes. */
    public int packetSize() {
        return Math.max(server.packetSize().orElse(DEFAULT_PACKET_SIZE), 64);
    }

    /** True when the server said what {@link #packetSize()} is, false when it is assumed. */
    public boolean saysPacketSize() {
        return server.packetSize().isPresent();
    }
}
