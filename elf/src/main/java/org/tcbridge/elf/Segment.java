package org.tcbridge.elf;

/**
 * A part of the program that is loaded (PT_LOAD).
 *
 * @param address address where the program expects it (p_vaddr)
 * @param loadAddress address where a loader puts it (p_paddr); another one for initialised data that starts in flash
 * @param bytes what the file holds of it; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Segment(long address, long loadAddress, byte[] bytes) {}
