package org.tcbridge.proxy.parts;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.frame.Packet;

/** A long write to memory or flash. It ends at the first part that was not written: the client gets the server's reply to it. */
final class WriteInParts implements Parts {
    /** The longest beginning of a write: {@code vFlashWrite:0123456789abcdef:}. */
    private static final int HEAD = 29;

    /** {@code $}, {@code #} and the checksum: gdb (13, remote.c) counts them. */
    private static final int FRAME = 4;

    private static final char ESCAPE = '}';

    private final Form form;
    private final long address;
    private final byte[] body;
    private final int most;

    /** Where the next part begins. */
    private int from;

    /** How many bytes are written before that. */
    private int done;

    private @Nullable Packet last;

    /** How a write says what it writes. */
    private enum Form {
        /** {@code Xaddress,length:} and bytes. */
        BINARY("X", true, true),
        /** {@code Maddress,length:} and digits. */
        DIGITS("M", true, false),
        /** {@code vFlashWrite:address:} and bytes. */
        FLASH("vFlashWrite:", false, true);

        private final String letters;
        private final boolean saysLength;
        private final boolean binary;

        Form(String letters, boolean saysLength, boolean binary) {
            this.letters = letters;
            this.saysLength = saysLength;
            this.binary = binary;
        }
    }

    private WriteInParts(Form form, long address, byte[] body, int from, int most) {
        this.form = form;
        this.address = address;
        this.body = body;
        this.from = from;
        this.most = most;
    }

    /**
     * A write that is longer than the server takes.
     *
     * @param body of the packet, as it stands on the wire
     * @param most bytes of a packet that the server takes
     * @return empty when it is no write, or malformed
     */
    static Optional<Parts> of(byte[] body, int most) {
        String head = new String(body, 0, Math.min(body.length, HEAD), StandardCharsets.ISO_8859_1);
        for (Form form : Form.values()) {
            int colon = head.indexOf(':', form.letters.length());
            if (head.startsWith(form.letters) && colon > 0) {
                return of(form, head.substring(form.letters.length(), colon), body, colon + 1, most);
            }
        }
        return Optional.empty();
    }

    private static Optional<Parts> of(Form form, String place, byte[] body, int from, int most) {
        int comma = form.saysLength ? place.indexOf(',') : place.length();
        try {
            WriteInParts parts =
                    new WriteInParts(form, Hex.parseNumber(place.substring(0, Math.max(0, comma))), body, from, most);
            boolean whole =
                    !form.saysLength || Hex.parseInt(place.substring(comma + 1)) == parts.bytes(from, body.length);
            return whole ? Optional.of(parts) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** How many bytes are written by what stands on the wire from one place to another. */
    private int bytes(int start, int end) {
        if (!form.binary) {
            return (end - start) / 2;
        }
        int escapes = 0;
        for (int i = start; i < end; i++) {
            escapes += body[i] == ESCAPE ? 1 : 0;
        }
        return end - start - escapes;
    }

    /** Where the part ends that begins at {@link #from}: not within an escape or a pair of digits. */
    private int end() {
        int head = head(most).length();
        int end = Math.min(body.length, from + most - FRAME - head);
        if (end == body.length) {
            return end;
        }
        return form.binary ? end - (body[end - 1] == ESCAPE ? 1 : 0) : end - (end - from) % 2;
    }

    @Override
    public @Nullable Packet next() {
        if (last != null) {
            return null;
        }
        int start = from;
        from = end();
        int count = bytes(start, from);
        byte[] head = head(count).getBytes(StandardCharsets.ISO_8859_1);
        done += count;
        return Packet.enclosing(head, body, start, from - start);
    }

    /** What comes before so many bytes. */
    private String head(int count) {
        return form.letters + Hex.number(address + done) + (form.saysLength ? "," + Hex.number(count) : "") + ":";
    }

    @Override
    public void answered(Packet reply) {
        if (from < body.length && reply.is("OK")) {
            reply.release();
        } else {
            last = reply;
        }
    }

    @Override
    public Packet reply() {
        return Objects.requireNonNull(last);
    }
}
