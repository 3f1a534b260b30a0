package org.tcbridge.proxy.threads;

import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.rsp.Hex;

/**
 * The registers of a stopped CPU, from one reply to {@code g}.
 *
 * @param g the reply's text
 */
public record LiveRegisters(String g, RegisterSet registers, Architecture architecture, DataModel model) {
    /** Value of a register by any name the architecture knows it by; empty when the reply does not hold it. */
    public OptionalLong value(String name) {
        String canonical = architecture.canonicalName(name);
        for (Register register : registers.all()) {
            if (architecture.canonicalName(register.name()).equals(canonical)) {
                return value(register);
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong value(Register register) {
        return hex(register)
                .filter(Hex::isBytes)
                .map(hex -> OptionalLong.of(model.unsigned(Hex.parseBytes(hex), 0, register.bytes())))
                .orElse(OptionalLong.empty());
    }

    private Optional<String> hex(Register register) {
        var offset = registers.offset(register);
        int end = 2 * (offset.orElse(0) + register.bytes());
        return offset.isEmpty() || end > g.length() || register.bytes() > Long.BYTES
                ? Optional.empty()
                : Optional.of(g.substring(2 * offset.getAsInt(), end));
    }
}
