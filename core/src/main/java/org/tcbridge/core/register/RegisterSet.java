package org.tcbridge.core.register;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The registers of a target and their places in a {@code g} packet: in the order of their numbers, until the packet's
 * length is used up; what is left is read by {@code p} only (GDB manual, "Packets", {@code g}; gdb 13 remote.c,
 * map_regcache_remote_table).
 */
public final class RegisterSet {
    private final Map<Integer, Register> byNumber = new LinkedHashMap<>();
    private final Map<Integer, Integer> offsets = new LinkedHashMap<>();
    private final int gBytes;

    /**
     * Lays registers out.
     *
     * @param registers in any order, numbers distinct
     * @param gBytes length of the server's {@code g} reply in bytes
     */
    public RegisterSet(List<Register> registers, int gBytes) {
        this.gBytes = gBytes;
        List<Register> sorted = new ArrayList<>(registers);
        sorted.sort(Comparator.comparingInt(Register::number));
        int offset = 0;
        for (Register register : sorted) {
            if (byNumber.put(register.number(), register) != null) {
                throw new IllegalArgumentException("two registers have number " + register.number());
            }
            if (offset >= 0 && offset + register.bytes() <= gBytes) {
                offsets.put(register.number(), offset);
                offset += register.bytes();
            } else {
                offset = -1;
            }
        }
    }

    /** All registers in the order of their numbers. */
    public List<Register> all() {
        return List.copyOf(byNumber.values());
    }

    /** Length of the {@code g} packet in bytes. */
    public int gBytes() {
        return gBytes;
    }

    /** The register of that number. */
    public Optional<Register> number(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** The register of that name, as the description spells it. */
    public Optional<Register> named(String name) {
        return byNumber.values().stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** Byte offset in the {@code g} packet; empty for a register that only {@code p} reads. */
    public OptionalInt offset(Register register) {
        Integer offset = offsets.get(register.number());
        return offset == null ? OptionalInt.empty() : OptionalInt.of(offset);
    }
}
