package org.tcbridge.riscv;

import org.tcbridge.core.arch.Architecture;

/** RISC-V with 32-bit general registers. */
public final class RiscV32 extends RiscV {
    private static final int BITS = 32;

    /** Called by {@link java.util.ServiceLoader} for {@link Architecture}. */
    public RiscV32() {
        super(BITS);
    }
}
