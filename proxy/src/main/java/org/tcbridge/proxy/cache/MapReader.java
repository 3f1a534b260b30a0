package org.tcbridge.proxy.cache;

import java.util.Optional;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadMemoryMap;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.MemoryMap;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.TransferReply;

/** Puts the memory map together from the parts that the client reads of it. */
final class MapReader {
    /** A document beyond this is none, in bytes. */
    private static final int MOST = 1 << 20;

    private final StringBuilder document = new StringBuilder();
    private boolean inOrder;

    /** The client asks for a part. */
    void asked(Packet command) {
        int offset = Command.parse(command) instanceof ReadMemoryMap read ? read.offset() : -1;
        if (offset == 0) {
            document.setLength(0);
        }
        inOrder = offset == document.length();
    }

    /** The server's reply; the map when it is the last part. */
    Optional<MemoryMap> answered(Packet reply) {
        Optional<TransferReply> part =
                inOrder && document.length() < MOST ? TransferReply.parse(reply.payload()) : Optional.empty();
        inOrder = false;
        if (part.isEmpty()) {
            return Optional.empty();
        }
        document.append(part.get().data());
        try {
            return part.get().last() ? Optional.of(MemoryMap.parse(document.toString())) : Optional.empty();
        } catch (DescriptionException none) {
            // the client finds out for itself; without a map nothing is known
            return Optional.empty();
        }
    }
}
