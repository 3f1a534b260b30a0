/**
 * Packets as text for people: what a log at its most talkative shows.
 *
 * <p>Everything here may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp.trace;

import org.jspecify.annotations.NullMarked;
