package org.tcbridge.arm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/** What both profiles share. Names in stacking files: r0-r12, sp, lr, pc, cpsr or xpsr, s0-s31, d0-d31, q0-q15, fpscr. */
final class ArmRegisters {
    /** {@code e_machine} of 32-bit ARM (ELF for the Arm Architecture, "ELF header"). */
    static final int EM_ARM = 40;

    /** Breakpoint kinds. */
    static final int THUMB_KIND = 2;

    static final int ARM_KIND = 4;

    /** Names of the first code after a reset: CMSIS start-up files, newlib's crt0, Xilinx's boot code. */
    static final Set<String> START_UP = Set.of("Reset_Handler", "_start", "_boot");

    private static final int CORE = 13;

    /** gdb's number of the status register, behind those of the FPA. */
    private static final int STATUS_NUMBER = 25;

    private static final int FPA = 8;
    private static final int WORD_BITS = 32;
    private static final int FPA_BITS = 96;
    private static final int SINGLES = 32;
    private static final int DOUBLES = 32;
    private static final Pattern VECTOR = Pattern.compile("([dq])(\\d{1,2})");

    /** gdb 13 arm-tdep.c, arm_register_aliases and arm_register_names. */
    private static final Map<String, String> SYNONYMS = synonyms();

    private ArmRegisters() {}

    private static Map<String, String> synonyms() {
        Map<String, String> names = new HashMap<>(Map.of(
                "r13", "sp", "r14", "lr", "r15", "pc", "ip", "r12", "sl", "r10", "sb", "r9", "tr", "r9", "wr", "r7",
                "fp", "r11"));
        for (int i = 1; i <= 4; i++) {
            names.put("a" + i, "r" + (i - 1));
        }
        for (int i = 1; i <= 8; i++) {
            names.put("v" + i, "r" + (i + 3));
        }
        return Map.copyOf(names);
    }

    /** The name in stacking files; letter case does not count, since OpenOCD has {@code xPSR}. */
    static String canonicalName(String register, String otherStatus, String status) {
        String name = register.toLowerCase(Locale.ROOT);
        return name.equals(otherStatus) ? status : SYNONYMS.getOrDefault(name, name);
    }

    /** What a frame may hold on both profiles, and a profile's own. */
    static Set<String> names(String... own) {
        Set<String> names = new HashSet<>(Set.of(own));
        names.addAll(Set.of("sp", "lr", "pc", "fpscr"));
        numbered(names, "r", CORE);
        numbered(names, "s", SINGLES);
        numbered(names, "d", DOUBLES);
        numbered(names, "q", DOUBLES / 2);
        return Set.copyOf(names);
    }

    private static void numbered(Set<String> names, String letter, int count) {
        for (int i = 0; i < count; i++) {
            names.add(letter + i);
        }
    }

    /** d0-d15 are pairs of single, q0-q15 pairs of double registers (Arm ARM, "Advanced SIMD and FP register banks"). */
    static List<String> parts(String register) {
        Matcher matcher = VECTOR.matcher(register);
        if (!matcher.matches()) {
            return List.of();
        }
        int low = 2 * Integer.parseInt(matcher.group(2));
        boolean pair = matcher.group(1).equals("d");
        return low + 1 < (pair ? SINGLES : DOUBLES)
                ? List.of((pair ? "s" : "d") + low, (pair ? "s" : "d") + (low + 1))
                : List.of();
    }

    /**
     * The set gdb assumes without a target description: r0-r12, sp, lr, pc, eight FPA registers that no CPU of today
     * has, their status, and the status register (gdb 13 arm-tdep.c, arm_register_names; for M profile
     * features/arm/arm-m-profile-with-fpa.xml).
     */
    static Optional<RegisterSet> legacy(int gBytes, String status) {
        List<Register> registers = new ArrayList<>();
        for (int i = 0; i < CORE; i++) {
            add(registers, "r" + i, WORD_BITS);
        }
        for (String name : List.of("sp", "lr", "pc")) {
            add(registers, name, WORD_BITS);
        }
        for (int i = 0; i < FPA; i++) {
            add(registers, "f" + i, FPA_BITS);
        }
        add(registers, "fps", WORD_BITS);
        add(registers, status, WORD_BITS);
        return bytes(registers) == gBytes ? Optional.of(new RegisterSet(registers, gBytes)) : Optional.empty();
    }

    /**
     * For M profile gdb also accepts, without a description, the registers there are, alone or with those of the FPU
     * (gdb 13 arm-tdep.c, arm_register_g_packet_guesses).
     */
    static Optional<RegisterSet> microcontroller(int gBytes, String status) {
        List<Register> registers = new ArrayList<>();
        for (int i = 0; i < CORE; i++) {
            add(registers, "r" + i, WORD_BITS);
        }
        for (String name : List.of("sp", "lr", "pc")) {
            add(registers, name, WORD_BITS);
        }
        registers.add(new Register(status, STATUS_NUMBER, WORD_BITS));
        if (gBytes == bytes(registers)) {
            return Optional.of(new RegisterSet(registers, gBytes));
        }
        for (int i = 0; i < SINGLES / 2; i++) {
            registers.add(new Register("d" + i, STATUS_NUMBER + 1 + i, 2 * WORD_BITS));
        }
        registers.add(new Register("fpscr", STATUS_NUMBER + 1 + SINGLES / 2, WORD_BITS));
        return gBytes == bytes(registers) ? Optional.of(new RegisterSet(registers, gBytes)) : legacy(gBytes, status);
    }

    private static int bytes(List<Register> registers) {
        return registers.stream().mapToInt(Register::bytes).sum();
    }

    private static void add(List<Register> registers, String name, int bits) {
        registers.add(new Register(name, registers.size(), bits));
    }
}
