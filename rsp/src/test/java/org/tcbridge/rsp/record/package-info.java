/** Tests of recorded sessions. */
@NullMarked
package org.tcbridge.rsp.record;

import org.jspecify.annotations.NullMarked;
