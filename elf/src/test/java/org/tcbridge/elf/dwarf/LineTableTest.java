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

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.elf.dwarf.DwarfWriter.Given;
import org.tcbridge.elf.dwarf.LineWriter.Named;

/** What tables written by hand say, opcode by opcode. */
class LineTableTest {
    private static LineTable table(Sections sections) {
        return new LineTable(sections, (start, end) -> true);
    }

    /** Lines of instructions of 2 bytes each; {@code ?} where none is known. */
    private static String lines(LineTable table, long from, long to) {
        return LongStream.iterate(from, at -> at < to, at -> at + 2)
                .mapToObj(at -> table.line(at).map(SourceLine::toString).orElse("?"))
                .collect(Collectors.joining(" "));
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
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(lines(table, 0x7ffe, 0x800a))
                .isEqualTo("? main.c:347 src/tasks.c:355 /usr/include/stdint.h:352 /abs/x.c:352 ?");
        assertThat(table.problems()).isEmpty();
    }

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
                .op(ADVANCE_PC, 1)
                .end()
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
                .op(ADVANCE_PC, 2)
                .end()
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
                .op(ADVANCE_PC, 3)
                .end()
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
                .op(ADVANCE_PC, 1)
                .end()
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
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(lines(table, 0x100, 0x106)).isEqualTo("main.c:2 ? main.c:5");
    }

    /** Functions in sections of their own, in any order, and units one behind the other. */
    @Test
    void sequencesAndUnits() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x300)
                .special(0, 1)
                .op(ADVANCE_PC, 1)
                .end()
                .address(0x100)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
                .done()
                .begin(List.of("/"), List.of(new Named("other.c", 0)))
                .address(0x200)
                .special(0, 3)
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(table.line(0x100)).contains(new SourceLine("main.c", 3));
        assertThat(table.line(0x102)).isEmpty();
        assertThat(table.line(0x200)).contains(new SourceLine("other.c", 4));
        assertThat(table.line(0x300)).contains(new SourceLine("main.c", 2));
        assertThat(table.line(0)).isEmpty();
        assertThat(table.line(-2)).isEmpty();
    }

    @Test
    void addressesAreUnsigned() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .extended((byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x80)
                .special(0, 1)
                .op(ADVANCE_PC, 1)
                .end()
                .address(0x8000_0000L)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(table.line(Long.MIN_VALUE)).contains(new SourceLine("main.c", 2));
        assertThat(table.line(0x8000_0000L)).contains(new SourceLine("main.c", 3));
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
                .op(ADVANCE_PC, 1)
                .end()
                .address(0x200)
                .op(SET_FILE, 2)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
                .address(0x300)
                .op(SET_FILE, 3)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
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
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(lines(table, 0x100, 0x104)).isEqualTo("lib/1.c:2 0.c:3");
        assertThat(table.problems()).isEmpty();
    }

    private static void text(LineWriter out, ByteArrayOutputStream tables, int form, String text) {
        switch (form) {
            case 0x08 -> tables.writeBytes((text + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case 0x0e -> out.reference(tables, ".debug_str", text);
            default -> out.reference(tables, ".debug_line_str", text);
        }
    }

    /** The linker has left out a function, and its table begins at 0. */
    @Test
    void whatHasNoCodeIsNotThere() {
        LineWriter out = LineWriter.plain()
                .begin()
                .address(0)
                .special(0, 1)
                .op(ADVANCE_PC, 0x200)
                .end()
                .address(0x100)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
                .done();
        LineTable table = new LineTable(out, (start, end) -> start == 0x100 && end == 0x102);

        assertThat(lines(table, 0xfe, 0x104)).isEqualTo("? main.c:3 ?");
    }

    /** One of them may be true, and nobody knows which. */
    @Test
    void severalThatBeginAtZero() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0)
                .special(0, 1)
                .op(ADVANCE_PC, 1)
                .end()
                .address(0)
                .special(0, 2)
                .op(ADVANCE_PC, 4)
                .end()
                .address(4)
                .special(0, 3)
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(lines(table, 0, 8)).isEqualTo("? ? main.c:4 ?");
    }

    /** Of sequences that overlap the one that begins last counts, up to its end. */
    @Test
    void sequencesThatOverlap() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .address(0x100)
                .special(0, 1)
                .op(ADVANCE_PC, 4)
                .end()
                .address(0x102)
                .special(0, 2)
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(lines(table, 0x100, 0x10a)).isEqualTo("main.c:2 main.c:3 main.c:2 main.c:2 ?");
    }

    @Test
    void noTable() {
        LineTable table = table(LineWriter.plain());

        assertThat(table.line(0)).isEmpty();
        assertThat(table.problems()).isEmpty();
    }

    /** A sound unit, one that is damaged, and another sound one, each with code of its own. */
    private static LineWriter around(LineWriter damaged) {
        return damaged.begin()
                .address(0x300)
                .special(0, 3)
                .op(ADVANCE_PC, 1)
                .end()
                .done();
    }

    private static LineWriter sound() {
        return LineWriter.plain()
                .begin()
                .address(0x100)
                .special(0, 1)
                .op(ADVANCE_PC, 1)
                .end()
                .done();
    }

    private static void costsItsOwnUnit(LineWriter damaged, String problem) {
        LineTable table = table(around(damaged));

        assertThat(table.line(0x100)).contains(new SourceLine("main.c", 2));
        assertThat(table.line(0x200)).isEmpty();
        assertThat(table.line(0x300)).contains(new SourceLine("main.c", 4));
        assertThat(table.problems()).containsExactly(".debug_line: unit at 0x35: " + problem);
    }

    @Test
    void aSequenceWithoutAnEnd() {
        costsItsOwnUnit(
                sound().begin()
                        .address(0x200)
                        .special(0, 1)
                        .op(ADVANCE_PC, 1)
                        .end()
                        .address(0x220)
                        .special(0, 1)
                        .done(),
                "a sequence without an end");
    }

    @Test
    void anOpcodeThatIsCutShort() {
        costsItsOwnUnit(
                sound().begin().address(0x200).special(0, 1).op(SET_COLUMN).done(),
                ".debug_line: at byte 0x66 0x0 bytes follow, expected 0x1 or more");
    }

    @Test
    void addressesThatGoBack() {
        costsItsOwnUnit(
                sound().begin()
                        .address(0x200)
                        .special(0, 1)
                        .address(0x1fe)
                        .special(0, 1)
                        .end()
                        .done(),
                "address 0x1fe behind 0x200, expected a larger one");
    }

    @Test
    void anAddressOfTooManyBytes() {
        costsItsOwnUnit(
                sound().begin()
                        .extended(new byte[10])
                        .extended((byte) 2, (byte) 0)
                        .extended(two(9))
                        .end()
                        .done(),
                "an address of 0x9 bytes, expected 1 to 8");
    }

    private static byte[] two(int bytes) {
        byte[] opcode = new byte[bytes + 1];
        opcode[0] = 2;
        return opcode;
    }

    @Test
    void linesThatCannotBeToldApart() {
        LineWriter out = sound();
        out.lineRange = 0;
        out.begin().address(0x200).op(COPY).end().done();
        out.lineRange = LineWriter.LINE_RANGE;

        costsItsOwnUnit(out, "line_range 0 and opcode_base 13, expected 1 or more");
    }

    /** A table of version 5 with more entries than bytes: found when a name is asked for. */
    @Test
    void moreFilesThanBytes() {
        LineWriter out = new LineWriter(5, false, ByteOrder.LITTLE_ENDIAN);
        LineTable table = table(out.begin((byte) 0, (byte) 0, (byte) 0, (byte) 0xff, (byte) 0xff, (byte) 0x7f)
                .address(0x100)
                .op(COPY)
                .op(ADVANCE_PC, 1)
                .end()
                .done());

        assertThat(table.line(0x100)).isEmpty();
        assertThat(table.problems()).containsExactly("2097151 entries in a table of names, expected at most 0x0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void aVersionThatIsNotKnown(int version) {
        LineTable table = table(
                new LineWriter(version, false, ByteOrder.LITTLE_ENDIAN).begin().done());

        assertThat(table.line(0)).isEmpty();
        assertThat(table.problems())
                .containsExactly(".debug_line: unit at 0x0: version %d, expected 2 to 5".formatted(version));
    }

    /** The length of the second unit leads nowhere: the third one is found by the entry that names it. */
    @Test
    void aLengthThatLeadsNowhere() {
        LineWriter lines = sound().begin().address(0x200).op(COPY).end().done(0x7fff_ffff);
        int third = lines.find(".debug_line").length();
        around(lines);
        DwarfWriter entries = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
        entries.entry(0x11, false, new Given(Attribute.STMT_LIST, 0x17, third));
        LineTable table = table(name -> name.equals(".debug_line") ? lines.find(name) : entries.find(name));

        assertThat(table.line(0x100)).contains(new SourceLine("main.c", 2));
        assertThat(table.line(0x200)).isEmpty();
        assertThat(table.line(0x300)).contains(new SourceLine("main.c", 4));
        assertThat(table.problems())
                .containsExactly(".debug_line: unit at 0x35: .debug_line: at byte 0x39 0x%x bytes follow, expected"
                                .formatted(lines.find(".debug_line").length() - 0x39)
                        + " 0x7fffffff or more");
    }

    /** Entries that name places within one long unit: work has an end. */
    @Test
    void unitsWithinUnits() {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        LineWriter lines = LineWriter.plain();
        DwarfWriter last = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            lines.number(section, 0x4014 - 4 * i, 4); // the length of a unit, of no version, up to the section's end
            last = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
            last.entry(0x11, false, new Given(Attribute.STMT_LIST, 0x17, 4 * i));
            entries.writeBytes(last.find(".debug_info").bytes());
        }
        section.writeBytes(new byte[0x4000]);
        lines.sections.put(".debug_line", section);
        DwarfWriter all = last;
        LineTable table = table(name -> name.equals(".debug_line")
                ? lines.find(name)
                : name.equals(".debug_info")
                        ? new DebugSection(name, entries.toByteArray(), ByteOrder.LITTLE_ENDIAN)
                        : all.find(name));

        assertThat(table.line(0x200)).isEmpty();
        assertThat(table.problems())
                .hasSize(6)
                .contains(".debug_line: unit at 0x10: units that overlap, expected one behind the other");
    }

    @Test
    void sectionsThatCannotBeDecompressed() {
        LineTable table = table(name -> {
            throw new DwarfException(name + ": cannot be decompressed");
        });

        assertThat(table.line(0)).isEmpty();
        assertThat(table.line(0)).isEmpty();
        assertThat(table.problems()).containsExactly(".debug_line: cannot be decompressed");
    }
}
