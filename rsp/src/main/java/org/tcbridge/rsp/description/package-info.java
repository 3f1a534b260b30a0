/**
 * Target descriptions: the XML documents in which a server names its registers.
 *
 * <p>Everything here is immutable and may be used from any thread.
 */
@NullMarked
package org.tcbridge.rsp.description;

import org.jspecify.annotations.NullMarked;
