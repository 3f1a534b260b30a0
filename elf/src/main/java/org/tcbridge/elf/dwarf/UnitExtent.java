package org.tcbridge.elf.dwarf;

/**
 * Where a unit of a section is, by the length that it begins with (DWARF 5, 7.4).
 *
 * @param section where it is
 * @param start offset of its length
 * @param body offset behind its length
 * @param end offset behind it
 * @param offsetBytes 4, or 8 in the 64-bit format
 */
record UnitExtent(DebugSection section, int start, int body, int end, int offsetBytes) {
    private static final long FORMAT_64 = 0xffff_ffffL;
    private static final long RESERVED = 0xffff_fff0L;

    /** Reads the length at an offset; the unit is within the section. */
    static UnitExtent read(DebugSection section, long start) throws DwarfException {
        Cursor in = section.cursor(start);
        long length = in.unsigned(4);
        int offsetBytes = length == FORMAT_64 ? 8 : 4;
        if (length >= RESERVED) {
            if (length != FORMAT_64) {
                throw new DwarfException("length 0x%x, expected less than 0x%x".formatted(length, RESERVED));
            }
            length = in.unsigned(8);
        }
        int body = in.at();
        in.skip(length);
        return new UnitExtent(section, (int) start, body, in.at(), offsetBytes);
    }

    /** All of it behind its length. */
    Cursor cursor() throws DwarfException {
        return new Cursor(section, body, end);
    }
}
