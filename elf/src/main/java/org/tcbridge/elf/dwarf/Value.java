package org.tcbridge.elf.dwarf;

/** An attribute's value, not yet looked up. */
sealed interface Value {
    /** A number: constant, flag, address, offset into a section that does not matter. */
    record Scalar(long value) implements Value {}

    /**
     * Text.
     *
     * @param place what {@code at} counts in
     */
    record Text(Place place, long at) implements Value {}

    /** Where a text is. */
    enum Place {
        /** Among the entries. */
        ENTRY,
        /** In {@code .debug_str}. */
        STR,
        /** In {@code .debug_line_str}. */
        LINE_STR,
        /** In the unit's part of {@code .debug_str_offsets}, by number. */
        INDEX
    }

    /**
     * Another entry.
     *
     * @param local whether it is in the same section; else it is in {@code .debug_info}
     * @param at offset in that section
     */
    record Link(boolean local, long at) implements Value {}

    /** The type of a type unit. */
    record Signature(long signature) implements Value {}

    /** Bytes in the entry's section, such as a location. */
    record Bytes(int at, int length) implements Value {}

    /** An address by its number in {@code .debug_addr}. */
    record AddressIndex(long index) implements Value {}

    /** What is in another file. */
    record Elsewhere() implements Value {}
}
