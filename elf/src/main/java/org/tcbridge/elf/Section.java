package org.tcbridge.elf;

/**
 * A section that is in memory when the program runs (SHF_ALLOC).
 *
 * @param name such as {@code .text}
 * @param address address of the first byte
 * @param size bytes
 * @param writable the program may change it
 * @param executable it holds code
 */
public record Section(String name, long address, long size, boolean writable, boolean executable) {
    /** True when the address is inside. */
    public boolean contains(long at) {
        return Long.compareUnsigned(at - address, size) < 0;
    }
}
