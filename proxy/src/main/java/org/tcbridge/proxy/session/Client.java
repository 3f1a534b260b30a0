package org.tcbridge.proxy.session;

import org.tcbridge.rsp.frame.Packet;

/** Where replies to the client's own commands go. Event loop. */
interface Client {
    /** The client gets this packet as it came; the packet is handed over. */
    void deliver(Packet packet);

    /** A command of the client's takes long, and the server is at work on it. */
    void keepAlive();

    /** A forwarded command has been answered by {@code reply}, which is delivered next. */
    void answered(ClientCommand command, Packet reply);
}
