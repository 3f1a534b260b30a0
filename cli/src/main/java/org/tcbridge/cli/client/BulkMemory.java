package org.tcbridge.cli.client;

import java.io.IOException;
import java.util.Optional;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadBinaryMemory;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.BinaryMemoryReply;
import org.tcbridge.rsp.reply.MemoryReply;
import org.tcbridge.rsp.reply.SupportedFeatures;

/**
 * Memory of a server that is read in bulk: in the largest packets it takes, in binary where it offers that, and while one reply is
 * decoded the server works on the next. No more than one command is ever without its reply.
 */
public final class BulkMemory implements ForwardMemory {
    /** What a server has that answers {@code x} (GDB manual, node "General Query Packets", gdb 16). */
    private static final String BINARY = "binary-upload";

    /** What gdb assumes of a server that does not say (GDB manual, node "General Query Packets", {@code PacketSize}). */
    private static final int ASSUMED_PACKET = 400;

    private static final int LONGEST_SHOWN = 40;

    private final GdbClient client;
    private final boolean binary;

    /** The most bytes of a reply: fewer once the server has given as few twice in a row, which no end of memory makes it do. */
    private int most;

    /** The address of what was asked for and is not answered yet. */
    private long askedAt;

    /** How many bytes were asked for there; 0 when all is answered. */
    private int asked;

    /** Memory of a connection that stays the caller's. */
    public BulkMemory(GdbClient client, SupportedFeatures features) {
        this.client = client;
        this.binary = features.has(BINARY);
        // x has its mark before the bytes, m two digits for each
        int packet = Math.max(64, features.packetSize().orElse(ASSUMED_PACKET));
        this.most = (binary ? packet - 1 : packet / 2) & -Long.BYTES;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        return read(address, length, 0);
    }

    @Override
    public byte[] read(long address, int length, int next) throws MemoryException {
        byte[] bytes = new byte[length];
        try {
            if (askedAt != address || asked > length) {
                drop();
            }
            if (asked == 0) {
                ask(address, length);
            }
            int gave = 0;
            for (int done = 0; done < length; ) {
                int count = asked;
                Packet reply = reply();
                int left = length - done - count;
                ask(address + done + count, left > 0 ? left : next);
                Optional<byte[]> read = (binary ? BinaryMemoryReply.bytes(reply) : MemoryReply.bytes(reply))
                        .filter(some -> some.length > 0 && some.length <= count);
                boolean whole = read.isPresent() && read.get().length == count;
                if (!whole) {
                    drop(); // what was asked for behind it
                }
                if (read.isEmpty()) {
                    throw new MemoryException(address + done, count, "the server answered '" + shown(reply) + "'");
                }
                System.arraycopy(read.get(), 0, bytes, done, read.get().length);
                done += read.get().length;
                if (whole) {
                    gave = 0;
                } else {
                    most = read.get().length == gave ? gave : most;
                    gave = read.get().length;
                    ask(address + done, length - done);
                }
            }
            return bytes;
        } catch (IOException e) {
            throw gone(address, length, e);
        }
    }

    /** Asks for what comes next: as much as fits a packet; nothing when no more is wanted. */
    private void ask(long address, int length) throws IOException {
        int count = Math.min(length, most);
        if (count > 0) {
            Command command = binary ? new ReadBinaryMemory(address, count) : new ReadMemory(address, count);
            client.tell(command.toPacket());
            askedAt = address;
            asked = count;
        }
    }

    private Packet reply() throws IOException {
        asked = 0;
        return client.next();
    }

    private void drop() throws IOException {
        if (asked > 0) {
            reply();
        }
    }

    private static String shown(Packet reply) {
        String text = GdbClient.payload(reply);
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    }

    private static MemoryException gone(long address, int length, IOException e) {
        LinkException gone = new LinkException(String.valueOf(e.getMessage()));
        gone.initCause(e);
        MemoryException failed = new MemoryException(address, length, String.valueOf(e.getMessage()));
        failed.initCause(gone);
        return failed;
    }

    /** It is for reading. */
    @Override
    public void write(long address, byte[] data) throws MemoryException {
        throw new MemoryException(address, data.length, "expected reads only");
    }
}
