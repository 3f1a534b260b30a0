/** Tests of what a server is to the worker. */
@NullMarked
package org.tcbridge.proxy.target;

import org.jspecify.annotations.NullMarked;
