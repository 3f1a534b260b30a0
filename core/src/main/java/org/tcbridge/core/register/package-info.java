/** Registers as gdb numbers them, and where they stand in a {@code g} packet. */
@NullMarked
package org.tcbridge.core.register;

import org.jspecify.annotations.NullMarked;
