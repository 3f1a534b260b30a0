/** Expressions that gdb compiles for a target to evaluate. */
@NullMarked
package org.tcbridge.core.agent;

import org.jspecify.annotations.NullMarked;
