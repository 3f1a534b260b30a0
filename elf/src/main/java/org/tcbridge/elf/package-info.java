/** Symbols from an ELF file. */
@NullMarked
package org.tcbridge.elf;

import org.jspecify.annotations.NullMarked;
