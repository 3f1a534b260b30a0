package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.dwarf.LineWriter.ADVANCE_PC;
import static org.tcbridge.elf.dwarf.LineWriter.BASIC_BLOCK;
import static org.tcbridge.elf.dwarf.LineWriter.CONST_ADD_PC;
import static org.tcbridge.elf.dwarf.LineWriter.COPY;
import static org.tcbridge.elf.dwarf.LineWriter.EPILOGUE_BEGIN;
import static org.tcbridge.elf.dwarf.LineWriter.NEGATE_STMT;
import static org.tcbridge.elf.dwarf.LineWriter.PROLOGUE_END;
import static org.tcbridge.elf.dwarf.LineWriter.SET_COLUMN;
import static org.tcbridge.elf.dwarf.LineWriter.SET_FILE;
import static org.tcbridge.elf.dwarf.LineWriter.SET_ISA;
import static org.tcbridge.elf.dwarf.ReadTable.lines;
import static org.tcbridge.elf.dwarf.ReadTable.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.elf.dwarf.LineWriter.Named;

/** What programs written by hand say, opcode by opcode, and the names in their headers. */
class LineProgramTest {
    @Test
    void everyStandardOpcode() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x100)
                .op(SET_COLUMN, 300)
                .op(BASIC_BLOCK)
                .op(PROLOGUE_END)
                .op(EPILOGUE_BEGIN)
                .op(SET_ISA, 200)
                .lines(999)
                .op(COPY) // 0x100: 1000
                .op(ADVANCE_PC, 200)
                .lines(-900)
                .op(COPY) // + 400: 100
                .op(CONST_ADD_PC)
                .special(0, 1) // + (255 - 13) / 12 * 2: 101
                .fixed(0x3ff)
                .special(0, 1) // + 1023: 102
                .end(1)
                .done());

        assertThat(table.line(0x100 + 399)).contains(new SourceLine("main.c", 1000));
        assertThat(table.line(0x100 + 400)).contains(new SourceLine("main.c", 100));
        assertThat(table.line(0x100 + 439)).contains(new SourceLine("main.c", 100));
        assertThat(table.line(0x100 + 440)).contains(new SourceLine("main.c", 101));
        assertThat(table.line(0x100 + 440 + 1022)).contains(new SourceLine("main.c", 101));
        assertThat(table.line(0x100 + 440 + 1023)).contains(new SourceLine("main.c", 102));
        assertThat(table.line(0x100 + 440 + 1024)).contains(new SourceLine("main.c", 102));
        assertThat(table.line(0x100 + 440 + 1025)).isEmpty();
    }

    /** An opcode that version 9 may add, and one that a compiler has made up. */
    @Test
    void opcodesThatAreNotKnownArePassedOver() {
        LineWriter out = LineWriter.plain();
        out.operands = List.of(0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 3);
        LineTable table = table(out.begin()
                .address(0x100)
                .op(13, 1, 500, 2)
                .extended((byte) 0x93, (byte) 1, (byte) 2, (byte) 3)
                .extended((byte) 4, (byte) 9) // a discriminator
                .special(0, 4)
                .end(2)
                .done());

        assertThat(lines(table, 0x100, 0x106)).isEqualTo("main.c:5 main.c:5 ?");
        assertThat(table.problems()).isEmpty();
    }

    /** A bundle of 16 bytes holds 3 operations: each is of the line that begins at or before its bundle's end. */
    @Test
    void severalOperationsInOneInstruction() {
        LineWriter out = LineWriter.plain();
        out.shortest = 16;
        out.operations = 3;
        LineTable table = table(out.begin()
                .address(0x1000)
                .special(0, 1) // bundle 0, operation 0: line 2
                .special(2, 1) // bundle 0, operation 2: line 3
                .special(2, 1) // bundle 1, operation 1: line 4
                .op(ADVANCE_PC, 5)
                .op(COPY) // bundle 3, operation 0: line 4
                .special(3, 2) // bundle 4, operation 0: line 6
                .end(3)
                .done());

        assertThat(table.line(0x1000)).contains(new SourceLine("main.c", 3));
        assertThat(table.line(0x100f)).contains(new SourceLine("main.c", 3));
        assertThat(table.line(0x1010)).contains(new SourceLine("main.c", 4));
        assertThat(table.line(0x103f)).contains(new SourceLine("main.c", 4));
        assertThat(table.line(0x1040)).contains(new SourceLine("main.c", 6));
        assertThat(table.line(0x1050)).isEmpty();
    }

    @Test
    void ofSeveralRowsForOneAddressTheLastStatementCounts() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x100)
                .special(0, 1) // 2
                .special(0, 1) // 3
                .op(NEGATE_STMT)
                .special(0, 1) // 4, no statement
                .special(1, 1) // 0x102: 5, no statement
                .special(0, 1) // 6, no statement
                .special(1, 1) // 0x104: 7, no statement
                .op(NEGATE_STMT)
                .special(0, 1) // 8
                .end(1)
                .done());

        assertThat(lines(table, 0x100, 0x106)).isEqualTo("main.c:3 main.c:6 main.c:8");
    }

    /** What the compiler has added is of line 0. */
    @Test
    void lineZeroIsNoLine() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x100)
                .special(0, 1)
                .special(1, -2)
                .special(1, 5)
                .end(1)
                .done());

        assertThat(lines(table, 0x100, 0x106)).isEqualTo("main.c:2 ? main.c:5");
    }

    @ParameterizedTest(name = "DWARF {0}, 64-bit {1}, {2}")
    @CsvSource({
        "2, false, LITTLE_ENDIAN",
        "2, false, BIG_ENDIAN",
        "3, false, LITTLE_ENDIAN",
        "3, true,  BIG_ENDIAN",
        "4, false, LITTLE_ENDIAN",
        "4, true,  LITTLE_ENDIAN",
        "4, false, BIG_ENDIAN",
        "5, false, LITTLE_ENDIAN",
        "5, true,  LITTLE_ENDIAN",
        "5, false, BIG_ENDIAN",
        "5, true,  BIG_ENDIAN",
    })
    void everyVersionAndFormat(int version, boolean wide, String order) {
        ByteOrder bytes = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        LineTable table = table(new LineWriter(version, wide, bytes)
                .begin(
                        List.of("/build", "src", "/usr/include"),
                        List.of(
                                new Named("main.c", 0),
                                new Named("tasks.c", 1),
                                new Named("stdint.h", 2),
                                new Named("/abs/x.c", 1)))
                .address(0x8000)
                .lines(346)
                .op(COPY)
                .op(SET_FILE, 2)
                .special(1, 8)
                .op(SET_FILE, 3)
                .special(1, -3)
                .op(SET_FILE, 4)
                .special(1, 0)
                .end(1)
                .done());

        assertThat(lines(table, 0x7ffe, 0x800a))
                .isEqualTo("? main.c:347 src/tasks.c:355 /usr/include/stdint.h:352 /abs/x.c:352 ?");
        assertThat(table.problems()).isEmpty();
    }

    @Test
    void filesThatTheProgramItselfDefines() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x100)
                .extended((byte) 3, (byte) 'a', (byte) '.', (byte) 'c', (byte) 0, (byte) 0, (byte) 0, (byte) 0)
                .op(SET_FILE, 2)
                .special(0, 1)
                .end(1)
                .address(0x200)
                .op(SET_FILE, 2)
                .special(0, 2)
                .end(1)
                .address(0x300)
                .op(SET_FILE, 3)
                .special(0, 2)
                .end(1)
                .done());

        assertThat(table.line(0x100)).contains(new SourceLine("a.c", 2));
        assertThat(table.line(0x200)).contains(new SourceLine("a.c", 3));
        assertThat(table.line(0x300)).isEmpty();
    }

    /** Names in the unit, in .debug_str and .debug_line_str; the number of a directory in any form. */
    @ParameterizedTest(name = "forms 0x{0}, 0x{1}")
    @CsvSource({"8, b", "e, 5", "1f, f", "1f, 6", "8, 7"})
    void formsOfNames(String name, String directory) {
        int nameForm = Integer.parseInt(name, 16);
        int directoryForm = Integer.parseInt(directory, 16);
        LineWriter out = new LineWriter(5, false, ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        tables.writeBytes(new byte[] {1, 1, (byte) nameForm, 2});
        text(out, tables, nameForm, "/build");
        text(out, tables, nameForm, "lib");
        // the size as a block, when it was changed, what a vendor adds, a checksum
        tables.writeBytes(new byte[] {6, 4, 0x09, 2, (byte) directoryForm, 3, 0x0f, (byte) 0x81, 0x40, 0x0a, 1});
        tables.writeBytes(new byte[] {(byte) nameForm, 5, 0x1e, 2});
        for (int i = 0; i < 2; i++) {
            tables.writeBytes(new byte[] {2, 9, 9});
            switch (directoryForm) {
                case 0x0b, 0x0f -> out.number(tables, i, 1);
                case 0x05 -> out.number(tables, i, 2);
                case 0x06 -> out.number(tables, i, 4);
                default -> out.number(tables, i, 8);
            }
            tables.writeBytes(new byte[] {5, 1, 7});
            text(out, tables, nameForm, i + ".c");
            tables.writeBytes(new byte[16]);
        }
        LineTable table = table(out.begin(tables.toByteArray())
                .address(0x100)
                .special(0, 1)
                .op(SET_FILE, 0)
                .special(1, 1)
                .end(1)
                .done());

        assertThat(lines(table, 0x100, 0x104)).isEqualTo("lib/1.c:2 0.c:3");
        assertThat(table.problems()).isEmpty();
    }

    private static void text(LineWriter out, ByteArrayOutputStream tables, int form, String text) {
        switch (form) {
            case 0x08 -> SectionWriter.text(tables, text);
            case 0x0e -> out.reference(tables, ".debug_str", text);
            default -> out.reference(tables, ".debug_line_str", text);
        }
    }
}
