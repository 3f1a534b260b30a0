package org.tcbridge.freertos;

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

    /** Fetches control blocks that are likely to be there, neighbours in one read. */
    void prefetch(List<Long> addresses) {
        memory.prefetch(addresses.stream()
                .map(address -> new BlockCache.Range(
                        address - layout.extent().before(),
                        layout.extent().before() + layout.extent().length()))
                .toList());
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
