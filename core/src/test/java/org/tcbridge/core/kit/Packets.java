package org.tcbridge.core.kit;

import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.memory.ReadCost;

/** Memory behind a server that gives 2 KiB at a time, as QEMU does: counts what is asked of the server. */
public final class Packets implements Memory {
    private static final int MOST = 2048;
    private final Memory memory;
    private int count;

    /** The target's memory. */
    public Packets(Memory memory) {
        this.memory = memory;
    }

    /** Reads of the server since the last call. */
    public int take() {
        int taken = count;
        count = 0;
        return taken;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        count += (length + MOST - 1) / MOST;
        return memory.read(address, length);
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        memory.write(address, data);
    }

    @Override
    public ReadCost cost() {
        return ReadCost.ASSUMED.most(MOST);
    }
}
