package org.tcbridge.core.stacking;

import java.util.Arrays;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * Bytes of one frame: one read of the largest size the frame can have. Only where that fails, as near the end of RAM,
 * it is read piece by piece as far as it turns out to reach.
 */
final class FrameBytes {
    private final Memory memory;
    private final long address;
    private byte[] bytes;

    private FrameBytes(Memory memory, long address, byte[] bytes) {
        this.memory = memory;
        this.address = address;
        this.bytes = bytes;
    }

    static FrameBytes read(Memory memory, long address, int most) {
        try {
            return new FrameBytes(memory, address, memory.read(address, most));
        } catch (MemoryException e) {
            // a shorter frame may fit; when it does not, need() reports it
            return new FrameBytes(memory, address, new byte[0]);
        }
    }

    /** Makes sure that the first {@code end} bytes are there. */
    void need(int end) throws FrameException {
        if (end <= bytes.length) {
            return;
        }
        int have = bytes.length;
        try {
            byte[] more = memory.read(address + have, end - have);
            bytes = Arrays.copyOf(bytes, end);
            System.arraycopy(more, 0, bytes, have, more.length);
        } catch (MemoryException e) {
            throw new FrameException(String.valueOf(e.getMessage()));
        }
    }

    /** What was read so far; not copied. */
    byte[] bytes() {
        return bytes;
    }
}
