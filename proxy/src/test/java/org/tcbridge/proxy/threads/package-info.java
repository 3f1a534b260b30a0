/** Tests of tasks as threads. */
@NullMarked
package org.tcbridge.proxy.threads;

import org.jspecify.annotations.NullMarked;
