package org.tcbridge.proxy.target;

import org.tcbridge.rsp.frame.Packet;

/** A server that answers the proxy's own questions, and is given no client's commands. */
public abstract class QuestionsOnly implements TargetLink {
    @Override
    public final RawReply pass(Packet command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final RawReply resume(Packet command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final boolean interrupted() {
        return false;
    }
}
