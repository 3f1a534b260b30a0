package org.tcbridge.elf.dwarf;

import java.nio.ByteOrder;

/**
 * A section with debug information.
 *
 * @param name such as {@code .debug_info}
 * @param bytes not compressed; not copied
 * @param order of the numbers in it
 */
@SuppressWarnings("ArrayRecordComponent")
public record DebugSection(String name, byte[] bytes, ByteOrder order) {
    /** Bytes. */
    int length() {
        return bytes.length;
    }

    /** The whole section. */
    Cursor cursor() throws DwarfException {
        return new Cursor(this, 0, length());
    }

    /** From a place to the section's end. */
    Cursor cursor(long at) throws DwarfException {
        return new Cursor(this, at, length());
    }
}
