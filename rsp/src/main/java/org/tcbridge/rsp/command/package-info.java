/**
 * Commands: one record for each message that a client sends to a server, and the table that maps them to the wire.
 *
 * <p>Everything here is immutable and may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp.command;

import org.jspecify.annotations.NullMarked;
