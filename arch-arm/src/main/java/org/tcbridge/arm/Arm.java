package org.tcbridge.arm;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.RegisterSet;

/** ARM A and R profiles in 32-bit state, and the cores before profiles. */
public final class Arm implements Architecture {
    private static final String STATUS = "cpsr";

    /** Called by {@link java.util.ServiceLoader}. */
    public Arm() {}

    @Override
    public String id() {
        return "arm";
    }

    @Override
    public String title() {
        return "ARM A and R profiles and classic cores, 32 bit";
    }

    @Override
    public int pointerBytes() {
        return Integer.BYTES;
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        return Profile.CLASSIC.fit(evidence);
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return ArmRegisters.legacy(gBytes, STATUS);
    }

    @Override
    public String canonicalName(String register) {
        return ArmRegisters.canonicalName(register, "xpsr", STATUS);
    }

    @Override
    public List<String> parts(String register) {
        return ArmRegisters.parts(register);
    }
}
