/** Packets that are longer than the server takes, in parts that it does. */
@NullMarked
package org.tcbridge.proxy.parts;

import org.jspecify.annotations.NullMarked;
