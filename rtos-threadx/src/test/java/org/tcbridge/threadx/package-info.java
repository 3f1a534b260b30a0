@NullMarked
package org.tcbridge.threadx;

import org.jspecify.annotations.NullMarked;
