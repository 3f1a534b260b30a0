package org.tcbridge.core.kit;

import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.memory.ReadCost;

/** Memory of which reading a byte costs more than reading anew: nothing is read along. */
public final class Apart implements Memory {
    private static final ReadCost COST = new ReadCost(1, 1e6, Integer.MAX_VALUE);

    private final Memory memory;

    /** The target's memory. */
    public Apart(Memory memory) {
        this.memory = memory;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        return memory.read(address, length);
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        memory.write(address, data);
    }

    @Override
    public ReadCost cost() {
        return COST;
    }
}
