package org.tcbridge.proxy.threads;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.ServerThreads;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;

/** The registers of the stopped CPUs: each is asked for once while the target stands still. */
final class CpuRegisters {
    private record Key(int cpu, int number) {}

    private final TargetLink link;
    private final ServerThreads cpus;
    private final RegisterSet registers;
    private final Map<Integer, String> general = new HashMap<>();
    private final Map<Key, String> others = new HashMap<>();

    private @Nullable NamedRegisters named;

    CpuRegisters(TargetLink link, ServerThreads cpus, RegisterSet registers) {
        this.link = link;
        this.cpus = cpus;
        this.registers = registers;
    }

    /** All there are. */
    RegisterSet set() {
        return registers;
    }

    /** All there are, by an architecture's names. */
    NamedRegisters named(Architecture architecture) {
        NamedRegisters known = named;
        if (known == null || !known.architecture().equals(architecture)) {
            known = new NamedRegisters(architecture, registers);
            named = known;
        }
        return known;
    }

    /** What was read before is stale. */
    void forget() {
        general.clear();
        others.clear();
    }

    /** The text of the server's reply to {@code g}. */
    String general(int cpu) throws LinkException {
        String known = general.get(cpu);
        if (known == null) {
            cpus.select(cpu);
            known = link.ask(new ReadRegisters().wire()).text();
            general.put(cpu, known);
        }
        return known;
    }

    /** A register's bytes in the target's order, in hexadecimal; empty when the server does not tell. */
    Optional<String> hex(int cpu, Register register) throws LinkException {
        OptionalInt offset = registers.offset(register);
        String text;
        if (offset.isPresent()) {
            String all = general(cpu);
            int end = 2 * (offset.getAsInt() + register.bytes());
            text = end > all.length() ? "" : all.substring(2 * offset.getAsInt(), end);
        } else {
            text = other(new Key(cpu, register.number()));
        }
        return text.length() == 2 * register.bytes() && Hex.isBytes(text) ? Optional.of(text) : Optional.empty();
    }

    private String other(Key key) throws LinkException {
        String known = others.get(key);
        if (known == null) {
            cpus.select(key.cpu);
            known = link.ask(new ReadRegister(key.number).wire()).text();
            others.put(key, known);
        }
        return known;
    }
}
