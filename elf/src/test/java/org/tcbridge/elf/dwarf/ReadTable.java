package org.tcbridge.elf.dwarf;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Tables that a test has written, and what they say. */
final class ReadTable {
    private ReadTable() {}

    /** A table of code that is all there. */
    static LineTable table(Sections sections) {
        return new LineTable(sections, (start, end) -> true);
    }

    /** Lines of instructions of 2 bytes each; {@code ?} where none is known. */
    static String lines(LineTable table, long from, long to) {
        return LongStream.iterate(from, at -> at < to, at -> at + 2)
                .mapToObj(at -> table.line(at).map(SourceLine::toString).orElse("?"))
                .collect(Collectors.joining(" "));
    }
}
