package org.tcbridge.arm;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.RegisterSet;

/** ARM A and R profiles in 32-bit state, and the cores before profiles. */
public final class Arm implements Architecture {
    private static final String STATUS = "cpsr";
    private static final Set<String> NAMES = ArmRegisters.names(STATUS, "spsr");

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
    public Set<String> registerNames() {
        return NAMES;
    }

    @Override
    public List<String> parts(String register) {
        return ArmRegisters.parts(register);
    }

    /** Kind 2 in Thumb state, 4 in ARM state (GDB manual, "ARM Breakpoint Kinds"); cpsr bit 5 tells. */
    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        OptionalLong cpsr = registers.apply(STATUS);
        boolean thumb = cpsr.isPresent() && (cpsr.getAsLong() & 0x20) != 0;
        return thumb ? ArmRegisters.THUMB_KIND : ArmRegisters.ARM_KIND;
    }

    /** The mode in cpsr bits 4:0 (Armv7-AR ARM, B1.3.1). Tasks run in System or Supervisor mode. */
    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        OptionalLong cpsr = registers.apply(STATUS);
        return cpsr.isEmpty()
                ? Optional.empty()
                : switch ((int) cpsr.getAsLong() & 0x1f) {
                    case 0x11 -> Optional.of("FIQ mode");
                    case 0x12 -> Optional.of("IRQ mode");
                    case 0x17 -> Optional.of("Abort mode");
                    case 0x1b -> Optional.of("Undefined mode");
                    default -> Optional.empty();
                };
    }

    @Override
    public Set<String> startUpSymbols() {
        return ArmRegisters.START_UP;
    }
}
