package org.tcbridge.core.stacking;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** Memory that several models look at: the first read at an address fetches what any of them may want there. */
final class SharedReads implements Memory {
    private final Memory memory;
    private final int reach;
    private final Map<Long, byte[]> known = new HashMap<>();
    private final Map<Long, Failure> failed = new HashMap<>();

    /** Reads at least {@code reach} bytes where that is possible. */
    SharedReads(Memory memory, int reach) {
        this.memory = memory;
        this.reach = reach;
    }

    private record Failure(int length, MemoryException why) {}

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        byte[] bytes = known.get(address);
        if (bytes == null && length < reach && !failed.containsKey(address)) {
            bytes = fetch(address, reach);
        }
        if (bytes == null || bytes.length < length) {
            bytes = fetch(address, length);
        }
        if (bytes == null) {
            throw java.util.Objects.requireNonNull(failed.get(address)).why;
        }
        return Arrays.copyOf(bytes, length);
    }

    private byte @org.jspecify.annotations.Nullable [] fetch(long address, int length) {
        Failure before = failed.get(address);
        if (before != null && before.length <= length) {
            return null;
        }
        try {
            byte[] bytes = memory.read(address, length);
            known.put(address, bytes);
            return bytes;
        } catch (MemoryException e) {
            failed.put(address, new Failure(length, e));
            return null;
        }
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        throw new MemoryException(address, data.length, "expected reads only");
    }
}
