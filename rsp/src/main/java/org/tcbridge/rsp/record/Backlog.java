package org.tcbridge.rsp.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * Packets on their way into a record's file, as they stand on the wire, so that a session pays for a copy of their bytes and
 * for nothing else. Whoever writes the file makes lines of them. Not for several threads at once, but for {@link #write}.
 */
final class Backlog {
    /** Packets are gathered in chunks of so many bytes; a longer packet has one to itself. */
    private static final int CHUNK = 64 << 10;

    /** So many chunks are kept to be used again. */
    private static final int SPARES = 4;

    /** Time, session, hop, kind and length. */
    private static final int HEADER = Long.BYTES + Integer.BYTES + 2 + Integer.BYTES;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final Hop[] HOPS = new Hop[4];
    private static final HexFormat HEX = HexFormat.of();

    static {
        for (Hop hop : Hop.values()) {
            HOPS[code(hop)] = hop;
        }
    }

    private final int most;
    private final Deque<ByteBuffer> spares = new ArrayDeque<>();
    private List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer open = NONE;
    private long held;

    /**
     * An empty one.
     *
     * @param most so many bytes may wait, or be in the hands of who writes them
     */
    Backlog(int most) {
        this.most = most;
    }

    private static int code(Hop hop) {
        return (hop.atGdb() ? 2 : 0) + (hop.isCommand() ? 1 : 0);
    }

    /**
     * Adds a packet.
     *
     * @param start what it begins with, as in {@link Entry}
     * @param body holds the bytes that follow
     * @param from index of the first of them
     * @return false when there is no room for it; then it is not added
     */
    boolean add(long micros, int session, Hop hop, char start, ByteBuf body, int from, int length) {
        int size = HEADER + length;
        if (open.remaining() < size && !next(size)) {
            return false;
        }
        open.putLong(micros).putInt(session).put((byte) code(hop)).put((byte) start);
        open.putInt(length);
        body.getBytes(from, open.array(), open.arrayOffset() + open.position(), length);
        open.position(open.position() + length);
        return true;
    }

    private boolean next(int size) {
        int capacity = Math.max(size, CHUNK);
        if (held + capacity > most) {
            return false;
        }
        held += capacity;
        if (open.capacity() > 0) {
            full.add(open);
        }
        open = capacity == CHUNK && !spares.isEmpty() ? spares.pop() : ByteBuffer.allocate(capacity);
        return true;
    }

    /** True when it is time to write: a chunk is full. */
    boolean isDue() {
        return !full.isEmpty();
    }

    /** All that waits, for {@link #write} and then {@link #giveBack}. */
    List<ByteBuffer> take() {
        List<ByteBuffer> chunks = full;
        full = new ArrayList<>();
        if (open.capacity() > 0) {
            chunks.add(open);
            open = NONE;
        }
        return chunks;
    }

    /** What was taken is written. */
    void giveBack(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            held -= chunk.capacity();
            if (chunk.capacity() == CHUNK && spares.size() < SPARES) {
                spares.push(chunk.clear());
            }
        }
    }

    /** Writes packets that were taken, a line each (docs/record.md). */
    static void write(List<ByteBuffer> chunks, OutputStream out) throws IOException {
        for (ByteBuffer chunk : chunks) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                line(chunk, out);
            }
        }
    }

    private static void line(ByteBuffer chunk, OutputStream out) throws IOException {
        String head = chunk.getLong() + " " + chunk.getInt() + " " + HOPS[chunk.get()].text() + " ";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        byte start = chunk.get();
        int length = chunk.getInt();
        if (start == Entry.INTERRUPT) {
            out.write('^');
            out.write('C');
        } else {
            out.write(start);
            int from = chunk.arrayOffset() + chunk.position();
            body(chunk.array(), from, from + length, out);
        }
        chunk.position(chunk.position() + length);
        out.write('\n');
    }

    /** What is not printable, and the backslash, as {@code \xNN}; all between them at once. */
    private static void body(byte[] bytes, int from, int end, OutputStream out) throws IOException {
        int plain = from;
        for (int i = from; i < end; i++) {
            byte octet = bytes[i];
            if (octet < ' ' || octet > '~' || octet == '\\') {
                out.write(bytes, plain, i - plain);
                out.write('\\');
                out.write('x');
                out.write(HEX.toHighHexDigit(octet));
                out.write(HEX.toLowHexDigit(octet));
                plain = i + 1;
            }
        }
        out.write(bytes, plain, end - plain);
    }
}
