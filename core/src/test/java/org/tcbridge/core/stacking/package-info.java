/** Tests of stacking models, on an architecture and a memory of their own. */
@NullMarked
package org.tcbridge.core.stacking;

import org.jspecify.annotations.NullMarked;
