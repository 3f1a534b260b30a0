package org.tcbridge.elf.dwarf;

/** Kinds of entries that matter (DWARF 5, table 7.3). */
final class Tag {
    static final int ARRAY_TYPE = 0x01;
    static final int CLASS_TYPE = 0x02;
    static final int MEMBER = 0x0d;
    static final int POINTER_TYPE = 0x0f;
    static final int STRUCTURE_TYPE = 0x13;
    static final int TYPEDEF = 0x16;
    static final int UNION_TYPE = 0x17;
    static final int SUBRANGE_TYPE = 0x21;
    static final int CONST_TYPE = 0x26;
    static final int ENUMERATION_TYPE = 0x04;
    static final int PACKED_TYPE = 0x2d;
    static final int VARIABLE = 0x34;
    static final int VOLATILE_TYPE = 0x35;
    static final int RESTRICT_TYPE = 0x37;
    static final int SHARED_TYPE = 0x40;
    static final int ATOMIC_TYPE = 0x47;

    private Tag() {}

    /** A struct, or what is like one. */
    static boolean composite(int tag) {
        return tag == STRUCTURE_TYPE || tag == UNION_TYPE || tag == CLASS_TYPE;
    }

    /** Another name or a qualifier: the type is the one it refers to. */
    static boolean transparent(int tag) {
        return switch (tag) {
            case TYPEDEF, CONST_TYPE, PACKED_TYPE, VOLATILE_TYPE, RESTRICT_TYPE, SHARED_TYPE, ATOMIC_TYPE -> true;
            default -> false;
        };
    }
}
