package org.tcbridge.cli.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.tcbridge.cli.client.ClientLink;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.frame.Packet;

/** A connection that notes what memory is read through it: what the tasks were found by is found again in the snapshot. */
final class NotingLink implements TargetLink {
    private final TargetLink link;
    private final List<Range> reads = new ArrayList<>();

    NotingLink(GdbClient client) {
        link = new ClientLink(client);
    }

    /** What was read, and given. */
    List<Range> reads() {
        return List.copyOf(reads);
    }

    @Override
    public RawReply ask(String command) throws LinkException {
        RawReply reply = link.ask(command);
        if (Command.parse(Packet.of(command)) instanceof ReadMemory read && !reply.isError() && read.length() > 0) {
            reads.add(new Range(read.address(), read.length()));
        }
        return reply;
    }

    @Override
    public RawReply pass(Packet command) throws LinkException {
        return link.pass(command);
    }

    @Override
    public RawReply resume(Packet command) throws LinkException {
        return link.resume(command);
    }

    @Override
    public boolean interrupted() {
        return link.interrupted();
    }
}
