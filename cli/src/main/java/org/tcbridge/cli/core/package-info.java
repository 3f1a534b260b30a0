/** A stopped target as an ELF core file, which gdb opens by itself. */
@NullMarked
package org.tcbridge.cli.core;

import org.jspecify.annotations.NullMarked;
