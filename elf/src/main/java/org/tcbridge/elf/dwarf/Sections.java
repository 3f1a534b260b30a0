package org.tcbridge.elf.dwarf;

/** Where a program's debug sections are. */
@FunctionalInterface
public interface Sections {
    /**
     * A section; one without bytes when the program has none of that name.
     *
     * @param name such as {@code .debug_info}
     * @throws DwarfException when it cannot be decompressed
     */
    DebugSection find(String name) throws DwarfException;
}
