/** The session between one gdb and one GDB server. */
@NullMarked
package org.tcbridge.proxy;

import org.jspecify.annotations.NullMarked;
