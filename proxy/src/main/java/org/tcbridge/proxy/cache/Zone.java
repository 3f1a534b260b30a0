package org.tcbridge.proxy.cache;

import java.nio.ByteBuffer;

/**
 * Addresses that are known to be memory.
 *
 * @param start the first one, unsigned
 * @param size bytes, at least 1
 * @param keep how long what was read there is kept
 * @param file what the program's file has there; empty where it has nothing
 */
record Zone(long start, long size, Keep keep, ByteBuffer file) {
    /** How long what was read is kept. */
    enum Keep {
        /** Until the target runs. */
        ONE_HALT,
        /** What is as the file has it: until somebody changes it. All else: until the target runs. */
        AS_IN_FILE,
        /** Until somebody changes it. */
        ALWAYS
    }

    /** The last address. */
    long last() {
        return start + size - 1;
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, size) < 0;
    }

    boolean contains(long address, int length) {
        return contains(address) && Long.compareUnsigned(size - (address - start), length) >= 0;
    }

    /** The addresses from one to another, both inside. */
    Zone part(long from, long last) {
        ByteBuffer part = file.hasRemaining()
                ? file.slice(Math.toIntExact(from - start), Math.toIntExact(last - from + 1))
                : file;
        return new Zone(from, last - from + 1, keep, part);
    }

    /** True when so many bytes, which stand from an offset on, are what the file has at an address inside. */
    boolean isInFile(long address, byte[] bytes, int offset, int count) {
        return file.slice(Math.toIntExact(address - start), count).equals(ByteBuffer.wrap(bytes, offset, count));
    }
}
