/** Tests of {@code arch-riscv}. */
@NullMarked
package org.tcbridge.riscv;

import org.jspecify.annotations.NullMarked;
