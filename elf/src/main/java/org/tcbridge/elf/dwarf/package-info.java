/**
 * Debug information: where the members of structs are, as the compiler says (DWARF Debugging Information Format, versions
 * 2 to 5), and which line of the source an instruction is of. Of the entries, only what leads from a variable to its type is looked at.
 *
 * <p>The bytes are not trusted: work and memory are bounded by their number, and damage ends in {@link
 * org.tcbridge.elf.dwarf.DwarfException}.
 */
@NullMarked
package org.tcbridge.elf.dwarf;

import org.jspecify.annotations.NullMarked;
