package org.tcbridge.elf.dwarf;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads a debug section byte by byte, from a place up to an end that is never crossed. */
final class Cursor {
    /** No name that matters is longer; a longer one is cut. */
    private static final int LONGEST_TEXT = 256;

    private final DebugSection section;
    private final int end;
    private int at;

    /**
     * A cursor.
     *
     * @param at where it begins
     * @param end behind the last byte it reads
     */
    Cursor(DebugSection section, long at, long end) throws DwarfException {
        if (at < 0 || end > section.length() || at > end) {
            throw new DwarfException("%s: bytes 0x%x to 0x%x, the section has 0x%x"
                    .formatted(section.name(), at, end, section.length()));
        }
        this.section = section;
        this.at = (int) at;
        this.end = (int) end;
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at == end;
    }

    void skip(long bytes) throws DwarfException {
        if (bytes < 0 || bytes > end - at) {
            throw new DwarfException("%s: at byte 0x%x 0x%x bytes follow, expected 0x%x or more"
                    .formatted(section.name(), at, end - at, bytes));
        }
        at += (int) bytes;
    }

    int u8() throws DwarfException {
        skip(1);
        return section.bytes()[at - 1] & 0xff;
    }

    /** An unsigned number of 1 to 8 bytes. */
    long unsigned(int bytes) throws DwarfException {
        skip(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int place = section.order() == ByteOrder.BIG_ENDIAN ? at - bytes + i : at - 1 - i;
            value = (value << 8) | (section.bytes()[place] & 0xff);
        }
        return value;
    }

    /** An unsigned number in LEB128 (DWARF 5, 7.6); what is more than 64 bits is lost. */
    long uleb() throws DwarfException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            value |= shift < Long.SIZE ? (long) (b & 0x7f) << shift : 0;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
    }

    /** A signed number in LEB128. */
    long sleb() throws DwarfException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            value |= shift < Long.SIZE ? (long) (b & 0x7f) << shift : 0;
            if ((b & 0x80) == 0) {
                int bits = shift + 7;
                return (b & 0x40) != 0 && bits < Long.SIZE ? value | (-1L << bits) : value;
            }
        }
    }

    /** Text up to its NUL, cut when it is longer than any name. */
    String text() throws DwarfException {
        return text(LONGEST_TEXT);
    }

    /** Text up to its NUL, cut behind so many bytes. */
    String text(int longest) throws DwarfException {
        int start = at;
        int length = 0;
        while (length < longest && u8() != 0) {
            length++;
        }
        return new String(section.bytes(), start, length, StandardCharsets.UTF_8);
    }
}
