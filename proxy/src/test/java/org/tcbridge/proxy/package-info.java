/** The proxy between a client and a server that do as they are told, over real connections. */
@NullMarked
package org.tcbridge.proxy;

import org.jspecify.annotations.NullMarked;
