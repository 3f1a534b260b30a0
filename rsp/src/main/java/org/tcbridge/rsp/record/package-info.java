/** Sessions in files: every packet with its time and direction, and what plays them back. */
@NullMarked
package org.tcbridge.rsp.record;

import org.jspecify.annotations.NullMarked;
