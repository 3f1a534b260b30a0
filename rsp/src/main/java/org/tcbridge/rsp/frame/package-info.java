/**
 * Frames: how packets, notifications, acknowledgements and interrupts are cut from and put into a byte stream.
 *
 * <p>Threading: the handlers belong to one channel and run on its event loop. A frame that holds bytes is released once,
 * by whoever consumes it.
 */
@NullMarked
package org.tcbridge.rsp.frame;

import org.jspecify.annotations.NullMarked;
