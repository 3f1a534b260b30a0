package org.tcbridge.proxy.threads;

import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.rsp.Hex;

/** The registers of a stopped CPU, from one reply to {@code g}. */
public final class LiveRegisters {
    private final String g;
    private final NamedRegisters registers;
    private final DataModel model;

    /**
     * What a reply says.
     *
     * @param g the reply's text
     */
    LiveRegisters(String g, NamedRegisters registers, DataModel model) {
        this.g = g;
        this.registers = registers;
        this.model = model;
    }

    /** Value of a register by any name the architecture knows it by; empty when the reply does not hold it. */
    public OptionalLong value(String name) {
        Optional<Register> register = registers.any(name);
        return register.isPresent() ? value(register.get()) : OptionalLong.empty();
    }

    /** Value of the register of that number, not sign-extended; empty when the reply does not hold it. */
    public OptionalLong value(int number) {
        Optional<Register> register = registers.number(number);
        return register.isPresent() ? value(register.get()) : OptionalLong.empty();
    }

    /** How the target has numbers in memory. */
    public DataModel model() {
        return model;
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
