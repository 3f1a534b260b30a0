/** Tests of the stacking files for FreeRTOS, on frames made by hand. */
@NullMarked
package org.tcbridge.freertos.stacking;

import org.jspecify.annotations.NullMarked;
