/** {@code monitor tcbridge ...}: what the proxy knows and does, in words, on gdb's console. Used on the worker only. */
@NullMarked
package org.tcbridge.proxy.monitor;

import org.jspecify.annotations.NullMarked;
