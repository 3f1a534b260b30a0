package org.tcbridge.cli.client;

import java.io.IOException;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.frame.Packet;

/** A connection as the proxy's parts see a server, without a proxy between. */
public final class ClientLink implements TargetLink {
    private final GdbClient client;

    /** A link over a connection that stays the caller's. */
    public ClientLink(GdbClient client) {
        this.client = client;
    }

    @Override
    public RawReply ask(String command) throws LinkException {
        return pass(Packet.of(command));
    }

    @Override
    public RawReply pass(Packet command) throws LinkException {
        try {
            return RawReply.copyOf(client.ask(command));
        } catch (IOException e) {
            LinkException failed = new LinkException(String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    public RawReply resume(Packet command) throws LinkException {
        return pass(command);
    }

    @Override
    public boolean interrupted() {
        return false;
    }
}
