/** For the tests of modules that read a target's memory. */
@NullMarked
package org.tcbridge.core.kit;

import org.jspecify.annotations.NullMarked;
