/** Tasks as gdb threads: ids, the thread list, the registers of parked tasks. Used on the worker only. */
@NullMarked
package org.tcbridge.proxy.threads;

import org.jspecify.annotations.NullMarked;
