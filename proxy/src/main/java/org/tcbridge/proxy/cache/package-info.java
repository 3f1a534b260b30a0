/**
 * What is known of the target's memory: reads are answered with it where it cannot have changed.
 *
 * <p>All belongs to the event loop of the session, but for what says otherwise.
 */
@NullMarked
package org.tcbridge.proxy.cache;

import org.jspecify.annotations.NullMarked;
