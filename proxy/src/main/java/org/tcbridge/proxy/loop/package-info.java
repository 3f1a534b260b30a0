/** How the network threads wait. */
@NullMarked
package org.tcbridge.proxy.loop;

import org.jspecify.annotations.NullMarked;
