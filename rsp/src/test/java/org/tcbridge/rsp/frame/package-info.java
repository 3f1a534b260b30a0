/** Tests of frames. */
@NullMarked
package org.tcbridge.rsp.frame;

import org.jspecify.annotations.NullMarked;
