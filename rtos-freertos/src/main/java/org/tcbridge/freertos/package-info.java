/** FreeRTOS: walks the kernel's task lists. */
@NullMarked
package org.tcbridge.freertos;

import org.jspecify.annotations.NullMarked;
