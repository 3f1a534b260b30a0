/**
 * The test kit: a scripted GDB server and client that speak over TCP with an own, plain codec, and a check for leaked buffers.
 *
 * <p>Threading: a peer belongs to one thread at a time; its transcript may be read from any.
 */
@NullMarked
package org.tcbridge.rsp.kit;

import org.jspecify.annotations.NullMarked;
