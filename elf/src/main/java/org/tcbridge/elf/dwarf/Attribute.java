package org.tcbridge.elf.dwarf;

import java.util.Set;

/** Attributes that are looked at (DWARF 5, table 7.5); all others are skipped. */
final class Attribute {
    static final int SIBLING = 0x01;
    static final int LOCATION = 0x02;
    static final int NAME = 0x03;
    static final int BYTE_SIZE = 0x0b;
    static final int BIT_SIZE = 0x0d;
    static final int STMT_LIST = 0x10;
    static final int UPPER_BOUND = 0x2f;
    static final int ABSTRACT_ORIGIN = 0x31;
    static final int COUNT = 0x37;
    static final int DATA_MEMBER_LOCATION = 0x38;
    static final int DECLARATION = 0x3c;
    static final int SPECIFICATION = 0x47;
    static final int TYPE = 0x49;
    static final int SIGNATURE = 0x69;
    static final int STR_OFFSETS_BASE = 0x72;
    static final int ADDR_BASE = 0x73;
    /** What GCC and LLVM wrote before version 5 had {@link #ADDR_BASE}. */
    static final int GNU_ADDR_BASE = 0x2133;

    private static final Set<Long> ALL = Set.of(
            (long) SIBLING,
            (long) LOCATION,
            (long) NAME,
            (long) BYTE_SIZE,
            (long) BIT_SIZE,
            (long) STMT_LIST,
            (long) UPPER_BOUND,
            (long) ABSTRACT_ORIGIN,
            (long) COUNT,
            (long) DATA_MEMBER_LOCATION,
            (long) DECLARATION,
            (long) SPECIFICATION,
            (long) TYPE,
            (long) SIGNATURE,
            (long) STR_OFFSETS_BASE,
            (long) ADDR_BASE,
            (long) GNU_ADDR_BASE);

    private Attribute() {}

    static boolean matters(long attribute) {
        return ALL.contains(attribute);
    }
}
