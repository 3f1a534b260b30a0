package org.tcbridge.core.memory;

/** Memory of a stopped target. Addresses are unsigned 64-bit values in a {@code long}; lengths are bytes. */
public interface Memory {
    /**
     * Reads exactly {@code length} bytes.
     *
     * @throws MemoryException when any of them cannot be read
     */
    byte[] read(long address, int length) throws MemoryException;

    /**
     * Writes all of {@code data}.
     *
     * @throws MemoryException when the target refuses; what was written by then is unknown
     */
    void write(long address, byte[] data) throws MemoryException;

    /** What reading costs. */
    default ReadCost cost() {
        return ReadCost.ASSUMED;
    }
}
