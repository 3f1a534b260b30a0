package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.MemoryException;

/** Reads task control blocks, one memory read each. */
final class TcbReader {
    private final BlockCache memory;
    private final KernelLayout layout;

    TcbReader(BlockCache memory, KernelLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /** Fetches control blocks, neighbours in one read. */
    void prefetch(Collection<Long> addresses) {
        memory.prefetch(ranges(addresses));
    }

    /** What is read of control blocks. */
    List<BlockCache.Range> ranges(Collection<Long> addresses) {
        int before = layout.extent().before();
        int length = before + layout.extent().length();
        List<BlockCache.Range> ranges = new ArrayList<>(addresses.size());
        for (long address : addresses) {
            ranges.add(new BlockCache.Range(address - before, length));
        }
        return ranges;
    }

    /**
     * Reads what may be a control block.
     *
     * @throws MemoryException when not even its first half can be read
     */
    Tcb read(long address) throws MemoryException {
        int before = layout.extent().before();
        int length = layout.extent().length();
        int minimum = layout.minimum();
        while (true) {
            try {
                return new Tcb(address, Block.read(memory, address - before, before + length, layout.model()), layout);
            } catch (MemoryException e) {
                // what is wanted of it may reach over the end of RAM
                if (length <= minimum) {
                    throw e;
                }
                length = before > 0 ? length : Math.max(minimum, length / 2);
                before = 0;
            }
        }
    }
}
