package org.tcbridge.elf.dwarf;

/**
 * A line of the program's source.
 *
 * @param file as the compiler was given it: without the directory that it was compiled in
 * @param line from 1
 */
public record SourceLine(String file, int line) {
    /** As gdb writes it: {@code tasks.c:347}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
