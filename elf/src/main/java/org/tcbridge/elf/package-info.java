/**
 * What an ELF file tells of a program: symbols, functions, sections, the bytes it loads, and its debug information.
 *
 * <p>Everything is immutable once read; any thread may use it.
 */
@NullMarked
package org.tcbridge.elf;

import org.jspecify.annotations.NullMarked;
