/**
 * The domain: what a debugger must know of a target with an RTOS, and the interfaces plug-ins implement.
 *
 * <p>Nothing here knows the wire. Code of this module blocks (memory reads may take milliseconds) and is called from
 * one thread of a debug session at a time.
 */
@NullMarked
package org.tcbridge.core;

import org.jspecify.annotations.NullMarked;
