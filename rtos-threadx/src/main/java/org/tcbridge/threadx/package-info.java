/** ThreadX: walks the ring of created threads. */
@NullMarked
package org.tcbridge.threadx;

import org.jspecify.annotations.NullMarked;
