package org.tcbridge.elf.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.List;

/** Writes line number programs opcode by opcode, one unit behind the other (DWARF 5, 6.2; DWARF 2 to 4, 6.2). */
public final class LineWriter extends SectionWriter {
    static final int COPY = 1;
    static final int ADVANCE_PC = 2;
    static final int ADVANCE_LINE = 3;
    static final int SET_FILE = 4;
    static final int SET_COLUMN = 5;
    static final int NEGATE_STMT = 6;
    static final int BASIC_BLOCK = 7;
    static final int CONST_ADD_PC = 8;
    static final int FIXED_ADVANCE_PC = 9;
    static final int PROLOGUE_END = 10;
    static final int EPILOGUE_BEGIN = 11;
    static final int SET_ISA = 12;

    static final int LINE_BASE = -3;
    static final int LINE_RANGE = 12;
    static final int OPCODE_BASE = 13;

    private final int version;
    private final boolean wide;
    private ByteArrayOutputStream unit = new ByteArrayOutputStream();
    int shortest = 2;
    int operations = 1;
    int lineRange = LINE_RANGE;
    List<Integer> operands = List.of(0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1);

    LineWriter(int version, boolean wide, ByteOrder order) {
        super(order);
        this.version = version;
        this.wide = wide;
    }

    /** Version 4 in the 32-bit format, little-endian. */
    public static LineWriter plain() {
        return new LineWriter(4, false, ByteOrder.LITTLE_ENDIAN);
    }

    /** A file of a table: its name and the number of its directory. */
    record Named(String name, int directory) {}

    /** Begins a unit with one file, number 1: {@code main.c} in the directory that it is compiled in. */
    public LineWriter begin() {
        return begin(List.of("/build"), List.of(new Named("main.c", 0)));
    }

    /**
     * Begins a unit; names are in it (version 2 to 4), or in {@code .debug_line_str} (version 5).
     *
     * @param directories the first one is the one that was compiled in
     * @param files from number 1; version 5 has number 1 as number 0, too
     */
    LineWriter begin(List<String> directories, List<Named> files) {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        if (version >= 5) {
            tables.writeBytes(new byte[] {1, 1, 0x1f});
            uleb(tables, directories.size());
            for (String directory : directories) {
                reference(tables, ".debug_line_str", directory);
            }
            // a checksum of 16 bytes that nobody reads
            tables.writeBytes(new byte[] {3, 1, 0x1f, 5, 0x1e, 2, 0x0b});
            uleb(tables, files.size() + 1);
            file(tables, files.getFirst());
            files.forEach(each -> file(tables, each));
        } else {
            directories.stream().skip(1).forEach(directory -> text(tables, directory));
            tables.write(0);
            for (Named file : files) {
                text(tables, file.name);
                tables.writeBytes(new byte[] {(byte) file.directory, 7, 7});
            }
            tables.write(0);
        }
        return begin(tables.toByteArray());
    }

    private void file(ByteArrayOutputStream tables, Named file) {
        reference(tables, ".debug_line_str", file.name);
        tables.writeBytes(new byte[16]);
        tables.write(file.directory);
    }

    /** Writes a text to a section and its offset here. */
    void reference(ByteArrayOutputStream out, String section, String text) {
        number(out, section(section).size(), wide ? 8 : 4);
        text(section(section), text);
    }

    /** Begins a unit with tables of names as they are. */
    LineWriter begin(byte... tables) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(shortest);
        if (version >= 4) {
            header.write(operations);
        }
        header.write(1); // default_is_stmt
        header.write(LINE_BASE);
        header.write(lineRange);
        header.write(operands.size() + 1);
        operands.forEach(header::write);
        header.writeBytes(tables);
        unit = new ByteArrayOutputStream();
        number(unit, version, 2);
        if (version >= 5) {
            unit.write(4);
            unit.write(0);
        }
        number(unit, header.size(), wide ? 8 : 4);
        unit.writeBytes(header.toByteArray());
        return this;
    }

    /** {@code DW_LNE_set_address}. */
    LineWriter address(long address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(2);
        number(bytes, address, 4);
        return extended(bytes.toByteArray());
    }

    /** An extended opcode and its operands. */
    LineWriter extended(byte... bytes) {
        unit.write(0);
        uleb(unit, bytes.length);
        unit.writeBytes(bytes);
        return this;
    }

    /** A standard opcode with operands as unsigned LEB128. */
    LineWriter op(int opcode, long... values) {
        unit.write(opcode);
        for (long value : values) {
            uleb(unit, value);
        }
        return this;
    }

    /** {@code DW_LNS_advance_line}. */
    LineWriter lines(long by) {
        unit.write(ADVANCE_LINE);
        sleb(unit, by);
        return this;
    }

    /** A special opcode: so many operations, so many lines. */
    LineWriter special(int operation, int lines) {
        unit.write(operation * lineRange + (lines - LINE_BASE) + operands.size() + 1);
        return this;
    }

    /** {@code DW_LNS_fixed_advance_pc}. */
    LineWriter fixed(int bytes) {
        unit.write(FIXED_ADVANCE_PC);
        number(unit, bytes, 2);
        return this;
    }

    /** Ends a sequence. */
    LineWriter end() {
        return extended((byte) 1);
    }

    /** The same, so many operations behind its last row. */
    LineWriter end(int operations) {
        return op(ADVANCE_PC, operations).end();
    }

    /** A sequence of so many operations, all of one line. */
    public LineWriter sequence(long address, int line, int operations) {
        return address(address).special(0, line - 1).end(operations);
    }

    /** Ends the unit. */
    public LineWriter done() {
        return done(unit.size());
    }

    /** Ends the unit with a length that may be wrong. */
    LineWriter done(long length) {
        ByteArrayOutputStream out = section(".debug_line");
        if (wide) {
            number(out, 0xffff_ffffL, 4);
        }
        number(out, length, wide ? 8 : 4);
        out.writeBytes(unit.toByteArray());
        return this;
    }

    /** The bytes of {@code .debug_line}. */
    public byte[] table() {
        return section(".debug_line").toByteArray();
    }
}
