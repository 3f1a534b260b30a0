package org.tcbridge.arm;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/**
 * ARM in 64-bit state. Names in stacking files: x0-x30, sp, pc, cpsr, v0-v31 (q0-q31 mean the same), their low halves
 * d0-d31 and quarters s0-s31, fpsr, fpcr.
 */
public final class AArch64 implements Architecture {
    /** {@code e_machine} (ELF for the Arm 64-bit Architecture, "ELF Header"). */
    private static final int EM_AARCH64 = 183;

    /** GDB manual, "AArch64 Features": every description has it. */
    private static final String FEATURE = "org.gnu.gdb.aarch64.core";

    private static final int GENERAL = 31;
    private static final int VECTORS = 32;
    private static final int LONG_BITS = 64;
    private static final int WORD_BITS = 32;
    private static final int VECTOR_BITS = 128;

    private static final Pattern VECTOR = Pattern.compile("([vqds])(\\d{1,2})");

    /** AAPCS64, "General-purpose Registers", "Process state". */
    private static final Map<String, String> SYNONYMS = Map.of("lr", "x30", "fp", "x29", "pstate", "cpsr", "x31", "sp");

    private static final Set<String> NAMES = names();

    /** Called by {@link java.util.ServiceLoader}. */
    public AArch64() {}

    @Override
    public String id() {
        return "aarch64";
    }

    @Override
    public String title() {
        return "ARM, 64 bit";
    }

    @Override
    public int pointerBytes() {
        return Long.BYTES;
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    /** BFD names are {@code aarch64}, {@code aarch64:armv8-r} and others that begin alike (binutils 2.40 bfd/cpu-aarch64.c). */
    @Override
    public Fit recognise(TargetEvidence evidence) {
        if (evidence.features().contains(FEATURE)) {
            return Fit.CERTAIN;
        }
        if (evidence.architecture().isPresent()) {
            String name = evidence.architecture().get().toLowerCase(Locale.ROOT);
            return !name.startsWith("aarch64") || name.endsWith(":ilp32") ? Fit.NO : Fit.CERTAIN;
        }
        boolean length = evidence.gBytes().isEmpty()
                || defaultRegisters(evidence.gBytes().getAsInt()).isPresent();
        if (!evidence.features().isEmpty() || !length) {
            return Fit.NO;
        }
        if (evidence.elfMachine().isPresent()) {
            return evidence.elfMachine().getAsInt() == EM_AARCH64 ? Fit.CERTAIN : Fit.NO;
        }
        return Fit.POSSIBLE;
    }

    /** gdb 13 features/aarch64-core.xml, with or without aarch64-fpu.xml. */
    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        List<Register> registers = new ArrayList<>();
        for (int i = 0; i < GENERAL; i++) {
            add(registers, "x" + i, LONG_BITS);
        }
        add(registers, "sp", LONG_BITS);
        add(registers, "pc", LONG_BITS);
        add(registers, "cpsr", WORD_BITS);
        int core = bytes(registers);
        for (int i = 0; i < VECTORS; i++) {
            add(registers, "v" + i, VECTOR_BITS);
        }
        add(registers, "fpsr", WORD_BITS);
        add(registers, "fpcr", WORD_BITS);
        return gBytes == core || gBytes == bytes(registers)
                ? Optional.of(new RegisterSet(registers, gBytes))
                : Optional.empty();
    }

    private static int bytes(List<Register> registers) {
        return registers.stream().mapToInt(Register::bytes).sum();
    }

    private static void add(List<Register> registers, String name, int bits) {
        registers.add(new Register(name, registers.size(), bits));
    }

    @Override
    public String canonicalName(String register) {
        String name = register.toLowerCase(Locale.ROOT);
        Matcher matcher = VECTOR.matcher(name);
        return matcher.matches() && matcher.group(1).equals("q")
                ? "v" + matcher.group(2)
                : SYNONYMS.getOrDefault(name, name);
    }

    @Override
    public Set<String> registerNames() {
        return NAMES;
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>(Set.of("sp", "pc", "cpsr", "fpsr", "fpcr"));
        for (int i = 0; i < GENERAL; i++) {
            names.add("x" + i);
        }
        for (int i = 0; i < VECTORS; i++) {
            names.addAll(Set.of("v" + i, "d" + i, "s" + i));
        }
        return Set.copyOf(names);
    }

    /** d0 is the low half of v0, s0 that of d0 (Armv8-A ARM, "SIMD and floating-point registers"); the others have no name. */
    @Override
    public List<String> parts(String register) {
        Matcher matcher = VECTOR.matcher(register);
        if (!matcher.matches()) {
            return List.of();
        }
        return switch (matcher.group(1)) {
            case "v" -> List.of("d" + matcher.group(2), register + ".d[1]");
            case "d" -> List.of("s" + matcher.group(2), register + ".s[1]");
            default -> List.of();
        };
    }

    /** All instructions have 4 bytes. */
    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        return ArmRegisters.ARM_KIND;
    }

    /** The exception level tells nothing: FreeRTOS and ThreadX run tasks at the one they take interrupts to. */
    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        return Optional.empty();
    }

    @Override
    public Set<String> startUpSymbols() {
        return ArmRegisters.START_UP;
    }
}
