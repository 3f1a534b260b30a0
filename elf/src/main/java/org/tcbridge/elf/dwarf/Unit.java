package org.tcbridge.elf.dwarf;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A compile, partial or type unit.
 *
 * @param section where it is
 * @param start offset of its header
 * @param first offset of its first entry
 * @param end offset behind it
 * @param version 2 to 5
 * @param offsetBytes 4, or 8 in the 64-bit format
 * @param addressBytes of the target
 * @param abbreviations by code
 * @param type the type that it is there for, of a type unit
 */
record Unit(
        DebugSection section,
        int start,
        int first,
        int end,
        int version,
        int offsetBytes,
        int addressBytes,
        Map<Long, Abbreviation> abbreviations,
        OptionalLong type) {

    /** Whether an entry at an offset of the section can be one of it. */
    boolean contains(long at) {
        return at >= first && at < end;
    }
}
