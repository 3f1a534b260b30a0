/**
 * Stacking models: text files that say where an RTOS's port saves a parked task's registers.
 *
 * <p>{@link org.tcbridge.core.stacking.StackingModel} is a file, {@link org.tcbridge.core.stacking.BoundStacking} a file
 * bound to one target, {@link org.tcbridge.core.stacking.SavedContext} one task's frame. The format is described in
 * {@code docs/stacking.md}. All types but {@link org.tcbridge.core.stacking.StackingCatalog} are immutable.
 */
@NullMarked
package org.tcbridge.core.stacking;

import org.jspecify.annotations.NullMarked;
