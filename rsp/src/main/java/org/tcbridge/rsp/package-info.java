/**
 * The wire of the GDB remote serial protocol: values shared by commands and replies.
 *
 * <p>Everything here is immutable and may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp;

import org.jspecify.annotations.NullMarked;
