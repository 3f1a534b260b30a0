/** The interface an RTOS plug-in implements: symbols in, tasks out. */
@NullMarked
package org.tcbridge.core.rtos;

import org.jspecify.annotations.NullMarked;
