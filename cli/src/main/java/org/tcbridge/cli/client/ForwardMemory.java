package org.tcbridge.cli.client;

import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** Memory that can be told what is read next, and has it brought while its reader is busy with what it got. */
public interface ForwardMemory extends Memory {
    /**
     * Reads, and begins to read on.
     *
     * @param next how many bytes, right behind these, the next read is of; 0 when that is not known
     * @throws MemoryException as {@link #read(long, int)} does; nothing has been begun then
     */
    byte[] read(long address, int length, int next) throws MemoryException;
}
