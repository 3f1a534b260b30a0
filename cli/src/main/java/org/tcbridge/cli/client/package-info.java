/** A client of a GDB server, as a debugger is one: for commands that look at a target once and leave. */
@NullMarked
package org.tcbridge.cli.client;

import org.jspecify.annotations.NullMarked;
