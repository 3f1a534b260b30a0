package org.tcbridge.proxy.threads;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/** A target's registers by the names an architecture knows them by: every stop asks for some. */
final class NamedRegisters {
    private final Architecture architecture;
    private final RegisterSet registers;
    private final Map<String, Register> canonical = new HashMap<>();
    private final Map<String, Register> own = new HashMap<>();

    NamedRegisters(Architecture architecture, RegisterSet registers) {
        this.architecture = architecture;
        this.registers = registers;
        for (Register register : registers.all()) {
            canonical.putIfAbsent(architecture.canonicalName(register.name()), register);
            own.putIfAbsent(register.name().toLowerCase(Locale.ROOT), register);
        }
    }

    /** Whose names they are. */
    Architecture architecture() {
        return architecture;
    }

    /** The register that the architecture means by any name it knows; of several the one with the lowest number. */
    Optional<Register> any(String name) {
        return Optional.ofNullable(canonical.get(architecture.canonicalName(name)));
    }

    /** The register that the description calls so, in lower case; else the one of that canonical name. */
    Optional<Register> ownOrCanonical(String name) {
        @Nullable Register spelt = own.get(name);
        return Optional.ofNullable(spelt == null ? canonical.get(name) : spelt);
    }

    /** The register of gdb's number. */
    Optional<Register> number(int number) {
        return registers.number(number);
    }

    /** Byte offset in the reply to {@code g}; empty for a register that it does not hold. */
    OptionalInt offset(Register register) {
        return registers.offset(register);
    }
}
