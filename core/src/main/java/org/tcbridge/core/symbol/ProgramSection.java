package org.tcbridge.core.symbol;

import java.nio.ByteBuffer;

/**
 * A part of the program that is in memory when it runs.
 *
 * @param address of the first byte, unsigned
 * @param size in bytes
 * @param writable the program may change it
 * @param executable it holds code
 * @param bytes what the file holds of it, all of it or nothing; not copied
 */
public record ProgramSection(long address, long size, boolean writable, boolean executable, ByteBuffer bytes) {}
