/** Tests of one session's parts that need no connection. */
@NullMarked
package org.tcbridge.proxy.session;

import org.jspecify.annotations.NullMarked;
