package org.tcbridge.core.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory that refuses after so many reads: whatever a target's lists look like, a walk ends. What holds bytes that could
 * not be read is not asked for again.
 */
public final class ReadBudget implements Memory {
    private final Memory memory;
    private final int limit;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int reads;

    private record Unreadable(long address, int length, MemoryException why) {}

    /** At most {@code limit} reads of {@code memory}. */
    public ReadBudget(Memory memory, int limit) {
        this.memory = memory;
        this.limit = limit;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        for (Unreadable range : unreadable) {
            long offset = range.address - address;
            if (offset == 0 && length == range.length) {
                throw range.why;
            }
            if (offset >= 0 && offset <= length - range.length) {
                throw new MemoryException(address, length, "0x%x cannot be read".formatted(range.address));
            }
        }
        if (++reads > limit) {
            throw new MemoryException(address, length, "not read, the walk took " + limit + " reads already");
        }
        try {
            return memory.read(address, length);
        } catch (MemoryException e) {
            unreadable.add(new Unreadable(address, length, e));
            throw e;
        }
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        memory.write(address, data);
    }

    @Override
    public ReadCost cost() {
        return memory.cost();
    }
}
