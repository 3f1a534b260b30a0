package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.dwarf.LineWriter.COPY;
import static org.tcbridge.elf.dwarf.LineWriter.SET_COLUMN;
import static org.tcbridge.elf.dwarf.ReadTable.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.elf.dwarf.DwarfWriter.Given;

/** What is damaged in a table costs its own unit, and is said. */
class LineDamageTest {
    /** A sound unit, one that is damaged, and another sound one, each with code of its own. */
    private static LineWriter around(LineWriter damaged) {
        return damaged.begin().sequence(0x300, 4, 1).done();
    }

    private static LineWriter sound() {
        return LineWriter.plain().begin().sequence(0x100, 2, 1).done();
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
                        .sequence(0x200, 2, 1)
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
                .end(1)
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
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        LineWriter lines = LineWriter.plain();
        ByteArrayOutputStream section = lines.section(".debug_line");
        DwarfWriter last = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            lines.number(section, 0x4014 - 4 * i, 4); // the length of a unit, of no version, up to the section's end
            last = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
            last.entry(0x11, false, new Given(Attribute.STMT_LIST, 0x17, 4 * i));
            entries.writeBytes(last.find(".debug_info").bytes());
        }
        section.writeBytes(new byte[0x4000]);
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
