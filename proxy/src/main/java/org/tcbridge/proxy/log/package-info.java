/** The log lines of a session. */
@NullMarked
package org.tcbridge.proxy.log;

import org.jspecify.annotations.NullMarked;
