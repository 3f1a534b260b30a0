package org.tcbridge.proxy.parts;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.MemoryReply;

/**
 * A long read. It ends at the first part that could not be read whole: the client gets what is before it, as from a server that
 * could read no more (GDB manual, node "Packets", {@code m}).
 */
final class ReadInParts implements Parts {
    private static final byte[] NONE = {};

    private final ReadMemory wanted;
    private final int most;

    /** Two for each byte. */
    private final byte[] digits;

    private int done;
    private boolean ended;
    private @Nullable Packet refusal;

    /**
     * Nothing read yet.
     *
     * @param most bytes of memory in a part
     */
    ReadInParts(ReadMemory wanted, int most) {
        this.wanted = wanted;
        this.most = most;
        this.digits = new byte[2 * wanted.length()];
    }

    private int count() {
        return Math.min(most, wanted.length() - done);
    }

    @Override
    public @Nullable Packet next() {
        return ended ? null : new ReadMemory(wanted.address() + done, count()).toPacket();
    }

    @Override
    public void answered(Packet reply) {
        int asked = count();
        int read = asked;
        if (isPlain(reply, asked)) {
            reply.body().getBytes(0, digits, 2 * done, 2 * read);
        } else {
            byte[] bytes = MemoryReply.bytes(reply)
                    .filter(some -> some.length <= asked)
                    .orElse(new byte[0]);
            read = bytes.length;
            byte[] text = Hex.ofBytes(bytes).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, digits, 2 * done, text.length);
        }
        done += read;
        ended = read < asked || done == wanted.length();
        if (done == 0) {
            refusal = reply;
        } else {
            reply.release();
        }
    }

    /** True for two digits a byte: runs make it shorter, and an error that long has a dot. What is between is the client's to read. */
    private static boolean isPlain(Packet reply, int count) {
        return reply.length() == 2 * count
                && HexFormat.isHexDigit(reply.byteAt(0))
                && HexFormat.isHexDigit(reply.byteAt(1));
    }

    @Override
    public Packet reply() {
        return refusal != null ? refusal : Packet.enclosing(NONE, digits, 0, 2 * done);
    }
}
