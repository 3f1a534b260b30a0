/** The GDB remote serial protocol on the wire: frames, packets, target descriptions. */
@NullMarked
package org.tcbridge.rsp;

import org.jspecify.annotations.NullMarked;
