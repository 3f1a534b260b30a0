/** Tests of what is answered without the target. */
@NullMarked
package org.tcbridge.proxy.cache;

import org.jspecify.annotations.NullMarked;
