package org.tcbridge.microblaze;

import java.util.Optional;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.RegisterSet;

/**
 * MicroBlaze with 64-bit general registers (AMD UG984, "64-bit MicroBlaze"), whose names are those of the 32-bit one. Read, not
 * run: no emulator has it, and no gdb without changes.
 */
public final class MicroBlaze64 extends MicroBlaze {
    /** BFD name and features of AMD's gdb. */
    private static final String NAME = "microblaze64";

    /** Called by {@link java.util.ServiceLoader}. */
    public MicroBlaze64() {}

    @Override
    public String id() {
        return NAME;
    }

    @Override
    public String title() {
        return "MicroBlaze, 64 bit";
    }

    @Override
    public int pointerBytes() {
        return Long.BYTES;
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        boolean named = evidence.architecture().isPresent()
                ? evidence.architecture().get().equalsIgnoreCase(NAME)
                : evidence.features().stream().anyMatch(f -> f.startsWith("org.gnu.gdb." + NAME + "."));
        return named ? Fit.CERTAIN : Fit.NO;
    }

    /** None is known: a server that knows this CPU describes it. */
    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return Optional.empty();
    }
}
