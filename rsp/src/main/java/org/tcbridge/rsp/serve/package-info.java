/**
 * A GDB server for a memory image: a target without hardware, for demonstrations and tests.
 *
 * <p>Threading: each server has one event loop, on which it answers; its logs and its memory may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp.serve;

import org.jspecify.annotations.NullMarked;
