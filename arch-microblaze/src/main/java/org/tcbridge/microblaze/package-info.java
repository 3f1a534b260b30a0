/** MicroBlaze, 32 and 64 bit: recognising it, its registers by all their names, and gdb's register sets. */
@NullMarked
package org.tcbridge.microblaze;

import org.jspecify.annotations.NullMarked;
