/** The interface an architecture plug-in implements: recognising a CPU and naming its registers. */
@NullMarked
package org.tcbridge.core.arch;

import org.jspecify.annotations.NullMarked;
