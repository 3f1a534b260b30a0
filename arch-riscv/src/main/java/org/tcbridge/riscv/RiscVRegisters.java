package org.tcbridge.riscv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/**
 * gdb's registers. Their names in stacking files are gdb's: zero, ra, sp, gp, tp, t0-t6, fp, s1-s11, a0-a7, pc, ft0-ft11,
 * fs0-fs11, fa0-fa7, fcsr, and the names of CSRs; x0-x31, f0-f31 and s0 mean the same.
 */
final class RiscVRegisters {
    /** In the order of x0 to x31 (RISC-V ELF psABI, "Integer Register Convention"; gdb 13 features/riscv/32bit-cpu.xml). */
    private static final List<String> GENERAL = List.of(
            "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6",
            "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");

    /** In the order of f0 to f31 ("Floating-point Register Convention"; gdb 13 features/riscv/32bit-fpu.xml). */
    private static final List<String> FLOATS = List.of(
            "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4",
            "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9",
            "ft10", "ft11");

    private static final List<String> STATUS = List.of("fflags", "frm", "fcsr");

    /** gdb's number of fflags; those before are x0 to x31, pc, f0 to f31, and the first CSR (gdb 13 riscv-tdep.h). */
    private static final int FFLAGS = 66;

    private static final int WORD_BITS = 32;
    private static final List<Integer> FLOAT_BITS = List.of(0, 32, 64);

    private static final Map<String, String> SYNONYMS = synonyms();

    /** What a frame may hold: the CSRs are those of traps (RISC-V Privileged, "CSR Listing"). */
    static final Set<String> NAMES = Stream.of(
                    GENERAL,
                    FLOATS,
                    STATUS,
                    List.of("pc", "mstatus", "mepc", "mcause", "mtval", "mscratch", "mtvec", "mie"),
                    List.of("sstatus", "sepc", "scause", "stval", "sscratch", "stvec", "sie"),
                    List.of("vstart", "vl", "vtype", "vcsr"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private RiscVRegisters() {}

    private static Map<String, String> synonyms() {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < GENERAL.size(); i++) {
            names.put("x" + i, GENERAL.get(i));
        }
        for (int i = 0; i < FLOATS.size(); i++) {
            names.put("f" + i, FLOATS.get(i));
        }
        names.put("s0", "fp");
        return Map.copyOf(names);
    }

    static String canonicalName(String register) {
        String name = register.toLowerCase(Locale.ROOT);
        return SYNONYMS.getOrDefault(name, name);
    }

    static boolean isFloat(String canonical) {
        return FLOATS.contains(canonical);
    }

    /**
     * The set gdb assumes without a target description: the general ones, and those of the FPU that the program is
     * compiled for (gdb 13 arch/riscv.c, riscv_create_target_description).
     */
    static Optional<RegisterSet> set(int bits, int gBytes) {
        for (int floatBits : FLOAT_BITS) {
            List<Register> registers = registers(bits, floatBits);
            if (registers.stream().mapToInt(Register::bytes).sum() == gBytes) {
                return Optional.of(new RegisterSet(registers, gBytes));
            }
        }
        return Optional.empty();
    }

    private static List<Register> registers(int bits, int floatBits) {
        List<Register> registers = new ArrayList<>();
        for (String name : GENERAL) {
            registers.add(new Register(name, registers.size(), bits));
        }
        registers.add(new Register("pc", registers.size(), bits));
        if (floatBits > 0) {
            for (String name : FLOATS) {
                registers.add(new Register(name, registers.size(), floatBits));
            }
            for (int i = 0; i < STATUS.size(); i++) {
                registers.add(new Register(STATUS.get(i), FFLAGS + i, WORD_BITS));
            }
        }
        return registers;
    }
}
