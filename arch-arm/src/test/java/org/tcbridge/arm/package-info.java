/** Tests of the plug-in through its interface. */
@NullMarked
package org.tcbridge.arm;

import org.jspecify.annotations.NullMarked;
