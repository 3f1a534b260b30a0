/** Tests of the debug information's reader against what compilers write and what the tests write themselves. */
@NullMarked
package org.tcbridge.elf.dwarf;

import org.jspecify.annotations.NullMarked;
