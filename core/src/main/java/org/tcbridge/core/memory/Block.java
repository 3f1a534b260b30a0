package org.tcbridge.core.memory;

/**
 * Bytes read from the target together with their address and data model. Words are read by absolute address, so that
 * code can say what it means: {@code block.pointer(list + listLayout.offset("pxIndex"))}.
 *
 * @param address address of the first byte
 * @param bytes the bytes, in memory order; not copied
 * @param model how to decode them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Block(long address, byte[] bytes, DataModel model) {
    /** Reads a block. */
    public static Block read(Memory memory, long address, int length, DataModel model) throws MemoryException {
        return new Block(address, memory.read(address, length), model);
    }

    /** True when all {@code length} bytes at {@code at} are inside this block. */
    public boolean contains(long at, int length) {
        long offset = at - address;
        return offset >= 0 && length >= 0 && offset <= bytes.length - length;
    }

    /**
     * Unsigned value of {@code length} bytes at the absolute address {@code at}.
     *
     * @throws IndexOutOfBoundsException when they are not inside this block
     */
    public long unsigned(long at, int length) {
        if (!contains(at, length)) {
            throw new IndexOutOfBoundsException(
                    "0x%x, %d bytes: outside the block 0x%x, %d bytes".formatted(at, length, address, bytes.length));
        }
        return model.unsigned(bytes, (int) (at - address), length);
    }

    /** The pointer at the absolute address {@code at}. */
    public long pointer(long at) {
        return unsigned(at, model.pointerBytes());
    }
}
