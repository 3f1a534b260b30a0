/** Tests of packets as readable text. */
@NullMarked
package org.tcbridge.rsp.trace;

import org.jspecify.annotations.NullMarked;
