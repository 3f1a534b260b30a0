package org.tcbridge.rsp.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that does what a test says: a real TCP connection, nothing of gdb's own will. */
public final class ScriptedGdb extends Peer {

    private ScriptedGdb(Socket socket) throws IOException {
        super(socket, true, new Transcript());
    }

    /** Connects to a port of this machine. */
    public static ScriptedGdb connect(int port) {
        try {
            return new ScriptedGdb(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }

    /** Agrees on no-ack mode, as gdb does. */
    public void startNoAckMode() {
        send("QStartNoAckMode");
        expect("OK");
        noAck();
    }
}
