package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The search for what ends a packet or starts another one. It goes over a copy in an array, a window at a time: of all loops over
 * bytes that one is the fastest where only C1 compiles, twice as fast as one over a direct buffer's words.
 */
final class Scan {
    /** Bytes: few enough to stay in the CPU's nearest cache. */
    private static final int WINDOW = 4096;

    private static final FastThreadLocal<byte[]> WINDOWS = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[WINDOW];
        }
    };

    /** {@code #} and {@code $} differ in the last bit. */
    private static final int ALL_BUT_LAST_BIT = 0xfe;

    private Scan() {}

    /** The first index in from..to-1 with a {@code #} or {@code $}; {@code to} when there is none. */
    static int endOrStart(ByteBuf in, int from, int to) {
        if (in.hasArray()) {
            int offset = in.arrayOffset();
            return endOrStart(in.array(), offset + from, offset + to) - offset;
        }
        int start = in.readerIndex();
        byte[] window = WINDOWS.get();
        int at = from;
        int found = 0;
        int length = 0;
        // reading makes no garbage, getting does: a buffer has a view of itself for its reader alone
        in.readerIndex(from);
        while (found == length && at < to) {
            at += found;
            length = Math.min(WINDOW, to - at);
            in.readBytes(window, 0, length);
            found = endOrStart(window, 0, length);
        }
        in.readerIndex(start);
        return at + found;
    }

    private static int endOrStart(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (((bytes[i] - Envelope.END) & ALL_BUT_LAST_BIT) == 0) {
                return i;
            }
        }
        return to;
    }
}
