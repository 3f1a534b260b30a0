package org.tcbridge.elf.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes one unit of debug information with whatever forms a test asks for (DWARF 5, 7.5 and 7.6). */
final class DwarfWriter extends SectionWriter {
    /** {@code DW_FORM_...} that several tests need. */
    static final int ADDR = 0x01;

    static final int STRING = 0x08;
    static final int DATA1 = 0x0b;
    static final int REF4 = 0x13;
    static final int INDIRECT = 0x16;
    static final int EXPRLOC = 0x18;
    static final int FLAG_PRESENT = 0x19;
    static final int IMPLICIT_CONST = 0x21;

    private final int version;
    private final boolean wide;
    private int codes;

    DwarfWriter(int version, boolean wide, ByteOrder order) {
        super(order);
        this.version = version;
        this.wide = wide;
        // likewise: an index or offset taken for 0 is seen
        number(section(".debug_str_offsets"), 0, version < 5 ? 0 : header());
        number(section(".debug_addr"), 0, version < 5 ? 0 : header());
        begin();
    }

    private int header() {
        return wide ? 16 : 8;
    }

    int offsetBytes() {
        return wide ? 8 : 4;
    }

    private ByteArrayOutputStream info() {
        return section(".debug_info");
    }

    /** An attribute to write: its number, its form and its value as the form has it. */
    record Given(int attribute, int form, Object value) {}

    private void begin() {
        if (wide) {
            number(info(), 0xffff_ffffL, 4);
        }
        number(info(), 0, offsetBytes()); // the length, when all is written
        number(info(), version, 2);
        if (version >= 5) {
            number(info(), 1, 1);
            number(info(), 4, 1);
        }
        number(info(), 0, offsetBytes());
        if (version < 5) {
            number(info(), 4, 1);
        }
    }

    /** Writes an entry; returns its offset, from the unit's start and from the section's. */
    int entry(int tag, boolean children, Given... attributes) {
        int at = info().size();
        ByteArrayOutputStream abbreviations = section(".debug_abbrev");
        uleb(abbreviations, ++codes);
        uleb(abbreviations, tag);
        number(abbreviations, children ? 1 : 0, 1);
        uleb(info(), codes);
        for (Given given : attributes) {
            uleb(abbreviations, given.attribute);
            uleb(abbreviations, given.form);
            if (given.form == IMPLICIT_CONST) {
                sleb(abbreviations, (Integer) given.value);
            } else {
                value(given.form, given.value);
            }
        }
        number(abbreviations, 0, 2);
        return at;
    }

    /** Ends the children of the entry that has any. */
    void end() {
        number(info(), 0, 1);
    }

    private void value(int form, Object value) {
        switch (form) {
            case 0x08 -> text(info(), (String) value);
            case 0x0e, 0x1f -> {
                ByteArrayOutputStream texts = section(form == 0x0e ? ".debug_str" : ".debug_line_str");
                number(info(), texts.size(), offsetBytes());
                text(texts, (String) value);
            }
            case 0x1a, 0x1f02 -> uleb(info(), index((String) value));
            case 0x25, 0x26, 0x27, 0x28 -> number(info(), index((String) value), form - 0x24);
            case 0x1b, 0x1f01 -> uleb(info(), (Integer) value);
            case 0x29, 0x2a, 0x2b, 0x2c -> number(info(), (Integer) value, form - 0x28);
            case 0x0f, 0x15, 0x22, 0x23 -> uleb(info(), (Integer) value);
            case 0x0d -> sleb(info(), (Integer) value);
            case 0x0b, 0x0c, 0x11 -> number(info(), (Integer) value, 1);
            case 0x05, 0x12 -> number(info(), (Integer) value, 2);
            case 0x01, 0x06, 0x13, 0x1c -> number(info(), (Integer) value, 4);
            case 0x07, 0x14, 0x20, 0x24 -> number(info(), (Integer) value, 8);
            case 0x10 -> number(info(), (Integer) value, version == 2 ? 4 : offsetBytes());
            case 0x17, 0x1d, 0x1f20, 0x1f21 -> number(info(), (Integer) value, offsetBytes());
            case 0x03, 0x04, 0x09, 0x0a, 0x18 -> {
                byte[] block = (byte[]) value;
                switch (form) {
                    case 0x03 -> number(info(), block.length, 2);
                    case 0x04 -> number(info(), block.length, 4);
                    case 0x0a -> number(info(), block.length, 1);
                    default -> uleb(info(), block.length);
                }
                info().writeBytes(block);
            }
            case 0x1e -> info().writeBytes(new byte[16]);
            case FLAG_PRESENT -> {
                // there is nothing to write
            }
            case INDIRECT -> {
                Given given = (Given) value;
                uleb(info(), given.form);
                value(given.form, given.value);
            }
            default -> throw new IllegalArgumentException("form 0x%x".formatted(form));
        }
    }

    /** A text's number in {@code .debug_str_offsets}. */
    private int index(String text) {
        ByteArrayOutputStream offsets = section(".debug_str_offsets");
        int index = (offsets.size() - (version < 5 ? 0 : header())) / offsetBytes();
        number(offsets, section(".debug_str").size(), offsetBytes());
        text(section(".debug_str"), text);
        return index;
    }

    /** An address's number in {@code .debug_addr}. */
    int address(long address) {
        ByteArrayOutputStream addresses = section(".debug_addr");
        int index = (addresses.size() - (version < 5 ? 0 : header())) / 4;
        number(addresses, address, 4);
        return index;
    }

    /** {@code DW_OP_addr} or another operation with a number of 4 bytes. */
    byte[] operation(int operation, long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(operation);
        number(out, number, 4);
        return out.toByteArray();
    }

    @Override
    public DebugSection find(String name) {
        DebugSection written = super.find(name);
        byte[] bytes = written.bytes();
        if (name.equals(".debug_abbrev")) {
            bytes = Arrays.copyOf(bytes, bytes.length + 1);
        }
        if (name.equals(".debug_info")) {
            ByteArrayOutputStream length = new ByteArrayOutputStream();
            int lengthBytes = wide ? 12 : 4;
            number(length, bytes.length - lengthBytes, offsetBytes());
            System.arraycopy(length.toByteArray(), 0, bytes, lengthBytes - offsetBytes(), offsetBytes());
        }
        return new DebugSection(name, bytes, written.order());
    }
}
