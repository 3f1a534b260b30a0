/** ARM: recognising a CPU, its registers by all their names, and gdb's register set for servers that describe none. */
@NullMarked
package org.tcbridge.arm;

import org.jspecify.annotations.NullMarked;
