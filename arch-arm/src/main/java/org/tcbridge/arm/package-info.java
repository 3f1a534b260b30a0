/** ARM: register sets and saved frames. */
@NullMarked
package org.tcbridge.arm;

import org.jspecify.annotations.NullMarked;
