/**
 * One gdb and its server: channels, the queue of questions, and who handles what.
 *
 * <p>Both channels of a session live on one event loop. What waits for the target runs on a virtual thread,
 * the worker, one command at a time. Each class says which of the two it belongs to.
 */
@NullMarked
package org.tcbridge.proxy.session;

import org.jspecify.annotations.NullMarked;
