package org.tcbridge.riscv;

import org.tcbridge.core.arch.Architecture;

/** RISC-V with 64-bit general registers. */
public final class RiscV64 extends RiscV {
    private static final int BITS = 64;

    /** Called by {@link java.util.ServiceLoader} for {@link Architecture}. */
    public RiscV64() {
        super(BITS);
    }
}
