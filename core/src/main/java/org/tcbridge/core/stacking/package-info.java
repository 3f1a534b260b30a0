/** Stacking models: text files that say where an RTOS's port saves a parked task's registers. */
@NullMarked
package org.tcbridge.core.stacking;

import org.jspecify.annotations.NullMarked;
