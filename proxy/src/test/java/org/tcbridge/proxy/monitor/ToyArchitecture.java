package org.tcbridge.proxy.monitor;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/** A CPU of five registers: r0, r1, lr, sp, pc, 4 bytes each, little endian. */
final class ToyArchitecture implements Architecture {
    static final int G_BYTES = 20;

    @Override
    public String id() {
        return "toy-cpu";
    }

    @Override
    public String title() {
        return "Toy CPU";
    }

    @Override
    public int pointerBytes() {
        return 4;
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        return Fit.CERTAIN;
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return Optional.of(new RegisterSet(
                List.of(
                        new Register("r0", 0, 32),
                        new Register("r1", 1, 32),
                        new Register("lr", 2, 32),
                        new Register("sp", 3, 32),
                        new Register("pc", 4, 32)),
                gBytes));
    }

    @Override
    public String canonicalName(String register) {
        return register;
    }

    @Override
    public List<String> parts(String register) {
        return List.of();
    }

    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        return 4;
    }

    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        return Optional.empty();
    }
}
