/**
 * Replies: what a server answers; which form a reply has depends on the command that it answers.
 *
 * <p>Everything here is immutable and may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp.reply;

import org.jspecify.annotations.NullMarked;
