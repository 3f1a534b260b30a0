package org.tcbridge.arm;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.RegisterSet;

/** ARM M profile. */
public final class ArmM implements Architecture {
    private static final String STATUS = "xpsr";

    /** Called by {@link java.util.ServiceLoader}. */
    public ArmM() {}

    @Override
    public String id() {
        return "arm-m";
    }

    @Override
    public String title() {
        return "ARM M profile (Cortex-M)";
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
        return Profile.MICROCONTROLLER.fit(evidence);
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return ArmRegisters.legacy(gBytes, STATUS);
    }

    /** A parked task's {@code psp} is its stack pointer: tasks run on the process stack (Arm ARM, "The stack pointer"). */
    @Override
    public String canonicalName(String register) {
        String name = ArmRegisters.canonicalName(register, "cpsr", STATUS);
        return name.equals("psp") ? "sp" : name;
    }

    @Override
    public List<String> parts(String register) {
        return ArmRegisters.parts(register);
    }
}
