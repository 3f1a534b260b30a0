@NullMarked
package org.tcbridge.threadx.stacking;

import org.jspecify.annotations.NullMarked;
