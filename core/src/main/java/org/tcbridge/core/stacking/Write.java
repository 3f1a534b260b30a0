package org.tcbridge.core.stacking;

/**
 * Bytes that a register write puts into target memory.
 *
 * @param address of the first byte
 * @param bytes in memory order; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Write(long address, byte[] bytes) {}
