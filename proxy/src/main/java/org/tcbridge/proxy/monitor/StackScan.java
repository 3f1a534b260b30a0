package org.tcbridge.proxy.monitor;

import java.util.OptionalLong;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * Looks for what was never used of stacks: the kernel filled them with one byte, and the low end still holds it. FreeRTOS
 * counts the same way (tasks.c, {@code prvTaskCheckFreeStackSpace}). Reads are bounded in all, whatever the stacks are.
 */
final class StackScan {
    /** Bytes of a read: most stacks' rests are found in the first one. */
    private static final int CHUNK = 1024;

    private static final int MOST_BYTES = 256 * 1024;

    private final Memory memory;
    private final byte fill;
    private final int word;
    private int bytesLeft = MOST_BYTES;

    /**
     * A scan of one target's stacks.
     *
     * @param fill what the kernel fills them with
     * @param word what is used of a stack is whole words of so many bytes
     */
    StackScan(Memory memory, int fill, int word) {
        this.memory = memory;
        this.fill = (byte) fill;
        this.word = word;
    }

    /**
     * Bytes from {@code start} that were never used.
     *
     * @param limit the first address that is in use for certain
     * @return empty when memory cannot be read, or after too many reads
     */
    OptionalLong untouched(long start, long limit) {
        long length = Math.max(0, limit - start);
        long found = 0;
        while (found < length) {
            int count = (int) Math.min(CHUNK, length - found);
            if (count > bytesLeft) {
                return OptionalLong.empty();
            }
            bytesLeft -= count;
            int filled;
            try {
                filled = filled(memory.read(start + found, count));
            } catch (MemoryException e) {
                return OptionalLong.empty();
            }
            found += filled;
            if (filled < count) {
                return OptionalLong.of(found / word * word);
            }
        }
        return OptionalLong.of(length);
    }

    private int filled(byte[] bytes) {
        int count = 0;
        while (count < bytes.length && bytes[count] == fill) {
            count++;
        }
        return count;
    }
}
