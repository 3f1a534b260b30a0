package org.tcbridge.core.memory;

import java.nio.ByteOrder;

/**
 * How the target's C compiler lays out scalars.
 *
 * @param order byte order of data in memory
 * @param pointerBytes size of a pointer, {@code size_t} and a saved general register: 4 or 8
 */
public record DataModel(ByteOrder order, int pointerBytes) {
    /** Checks the pointer size. */
    public DataModel {
        if (pointerBytes != 4 && pointerBytes != 8) {
            throw new IllegalArgumentException("pointer size " + pointerBytes + " bytes: expected 4 or 8");
        }
    }

    /** Unsigned value of {@code length} (1 to 8) bytes of {@code bytes} at {@code offset}. */
    public long unsigned(byte[] bytes, int offset, int length) {
        boolean big = order == ByteOrder.BIG_ENDIAN;
        int at = big ? offset : offset + length - 1;
        int step = big ? 1 : -1;
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes[at] & 0xff);
            at += step;
        }
        return value;
    }

    /** The low {@code length} (1 to 8) bytes of {@code value} as they stand in memory. */
    public byte[] bytes(long value, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
            out[at] = (byte) (value >>> (8 * i));
        }
        return out;
    }
}
