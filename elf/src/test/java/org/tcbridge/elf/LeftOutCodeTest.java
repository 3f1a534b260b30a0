package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.ElfWriter.FUNC;
import static org.tcbridge.elf.ElfWriter.GLOBAL;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.elf.dwarf.LineWriter;

/** Tables of functions that the linker has left out begin at 0, where a program may have other code. */
class LeftOutCodeTest {
    /** Functions of 8 and of 20 bytes, and a table of so many bytes at 0. */
    @ParameterizedTest
    @CsvSource({
        "0,      8,  main.c:2", // the first function
        "0,      28, main.c:2", // both
        "0,      16, ''", // ends within the second
        "0,      24, main.c:2", // ends within what fills up the last words
        "0x8000, 8,  ''", // there is no code at 0
    })
    void aTableAtZero(long code, int bytes, String line) throws Exception {
        ElfFile elf = ElfFile.parse(
                "test.elf",
                ElfWriter.arm()
                        .code(".text", code, new byte[32])
                        .debug(
                                ".debug_line",
                                LineWriter.plain()
                                        .begin()
                                        .sequence(0, 2, bytes / 2)
                                        .sequence(code + 30, 5, 1)
                                        .done()
                                        .table())
                        .symbol("first", code + 1, 8, FUNC, GLOBAL, 1)
                        .symbol("second", code + 9, 12, FUNC, GLOBAL, 1)
                        .write());

        assertThat(elf.line(4).map(Object::toString).orElse("")).isEqualTo(line);
        assertThat(elf.line(code + 30).map(Object::toString)).contains("main.c:5");
        assertThat(elf.line(code + 29)).isEmpty();
        assertThat(elf.lineProblems()).isEmpty();
    }
}
