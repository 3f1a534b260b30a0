/**
 * What an ELF file tells of a program: symbols, functions, sections and the bytes it loads.
 *
 * <p>Everything is immutable once read; any thread may use it.
 */
@NullMarked
package org.tcbridge.elf;

import org.jspecify.annotations.NullMarked;
