/** Tests of {@code monitor tcbridge}: exact texts, over TCP, on a toy kernel. */
@NullMarked
package org.tcbridge.proxy.monitor;

import org.jspecify.annotations.NullMarked;
