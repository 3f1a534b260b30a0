package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.dwarf.ReadTable.lines;
import static org.tcbridge.elf.dwarf.ReadTable.table;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.elf.dwarf.LineWriter.Named;

/** Tables of several sequences and units, at any addresses, of code that is there and code that is not. */
class LineTableTest {
    /** Functions in sections of their own, in any order, and units one behind the other. */
    @Test
    void sequencesAndUnits() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .sequence(0x300, 2, 1)
                .sequence(0x100, 3, 1)
                .done()
                .begin(List.of("/"), List.of(new Named("other.c", 0)))
                .sequence(0x200, 4, 1)
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
                .end(1)
                .sequence(0x8000_0000L, 3, 1)
                .done());

        assertThat(table.line(Long.MIN_VALUE)).contains(new SourceLine("main.c", 2));
        assertThat(table.line(0x8000_0000L)).contains(new SourceLine("main.c", 3));
        assertThat(table.problems()).isEmpty();
    }

    /** The linker has left out a function, and its table begins at 0. */
    @Test
    void whatHasNoCodeIsNotThere() {
        LineWriter out = LineWriter.plain()
                .begin()
                .sequence(0, 2, 0x200)
                .sequence(0x100, 3, 1)
                .done();
        LineTable table = new LineTable(out, (start, end) -> start == 0x100 && end == 0x102);

        assertThat(lines(table, 0xfe, 0x104)).isEqualTo("? main.c:3 ?");
    }

    /** One of them may be true, and nobody knows which. */
    @Test
    void severalThatBeginAtZero() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .sequence(0, 2, 1)
                .sequence(0, 3, 4)
                .sequence(4, 4, 1)
                .done());

        assertThat(lines(table, 0, 8)).isEqualTo("? ? main.c:4 ?");
    }

    /** Of sequences that overlap the one that begins last counts, up to its end. */
    @Test
    void sequencesThatOverlap() {
        LineTable table = table(LineWriter.plain()
                .begin()
                .sequence(0x100, 2, 4)
                .sequence(0x102, 3, 1)
                .done());

        assertThat(lines(table, 0x100, 0x10a)).isEqualTo("main.c:2 main.c:3 main.c:2 main.c:2 ?");
    }

    @Test
    void noTable() {
        LineTable table = table(LineWriter.plain());

        assertThat(table.line(0)).isEmpty();
        assertThat(table.problems()).isEmpty();
    }
}
