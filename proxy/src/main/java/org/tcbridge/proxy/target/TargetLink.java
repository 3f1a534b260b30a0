package org.tcbridge.proxy.target;

import org.tcbridge.rsp.frame.Packet;

/** The GDB server as the worker sees it: questions that block until they are answered. */
public interface TargetLink {
    /**
     * Asks a question of the proxy's own.
     *
     * @return the reply, {@code E NN} and empty ones included
     * @throws LinkException when the connection ends, or no reply comes in time ({@code Patience}); then also at once until
     *     the late reply has come
     */
    RawReply ask(String command) throws LinkException;

    /**
     * Passes a client's command on, byte for byte. A {@code monitor} command may take as long as it likes.
     *
     * @throws LinkException when the connection ends, or no reply comes in time
     */
    RawReply pass(Packet command) throws LinkException;

    /**
     * Lets the target run and waits until it stops; console output and file requests go to the client meanwhile.
     *
     * @return the stop reply, or what the server says instead
     * @throws LinkException when the connection ends
     */
    RawReply resume(Packet command) throws LinkException;

    /**
     * True when the client has asked for a stop since its command came in: what runs the target several times for one
     * command must end then, since a 0x03 that meets a stopped target is lost.
     */
    boolean interrupted();
}
