/** Tests of the program as a whole, with real gdb and real emulators. */
@NullMarked
package org.tcbridge.it;

import org.jspecify.annotations.NullMarked;
