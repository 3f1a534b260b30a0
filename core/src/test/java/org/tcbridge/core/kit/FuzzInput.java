package org.tcbridge.core.kit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a fuzz test's input as choices, from the first on; when they are used up, zeros follow. */
public final class FuzzInput {
    private final ByteBuffer bytes;

    /** Choices from these bytes. */
    public FuzzInput(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** 0 to {@code end} - 1. */
    public int below(int end) {
        return (int) Long.remainderUnsigned(end <= 0x100 ? number(1) : number(2), end);
    }

    /** Yes or no. */
    public boolean flag() {
        return below(2) == 1;
    }

    /** A number of so many bytes. */
    public long number(int length) {
        long number = 0;
        for (byte octet : take(length)) {
            number = number << 8 | (octet & 0xff);
        }
        return number;
    }

    /** So many bytes, as they are. */
    public byte[] take(int length) {
        byte[] taken = new byte[Math.min(length, bytes.remaining())];
        bytes.get(taken);
        return Arrays.copyOf(taken, length);
    }
}
