package org.tcbridge.threadx.stacking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.riscv.RiscV64;

/**
 * Frames of the ports as they were measured on real kernels, written by hand: offsets in bytes, not computed from the stacking
 * files. {@code words} make the frame genuine, {@code registers} are single ones and runs, {@code unsaved} ones that are not there.
 */
enum Port {
    M(
            new ArmM(),
            "threadx-cortex-m",
            0x44,
            "0=fffffffd 40=61000000",
            "r4..r11@4 r0..r3@24 r12@34 lr@38 pc@3c xpsr@40",
            "s0"),
    M_ALIGNED(
            new ArmM(),
            "threadx-cortex-m",
            0x48,
            "0=ffffffbc 40=01000200",
            "r4..r11@4 r0..r3@24 r12@34 lr@38 pc@3c",
            "s0"),
    M_FP(
            new ArmM(),
            "threadx-cortex-m",
            0xcc,
            "0=ffffffed 80=81000000",
            "s16..s31@4 r4..r11@44 r0..r3@64 r12@74 lr@78 pc@7c xpsr@80 s0..s15@84 fpscr@c4",
            "control"),
    M0(
            new ArmM(),
            "threadx-cortex-m0",
            0x44,
            "0=fffffffd 40=01000000",
            "r8..r11@4 r4..r7@14 r0..r3@24 r12@34 lr@38 pc@3c xpsr@40",
            "s0"),
    ARM_INTERRUPTED(new Arm(), "threadx-arm-d16", 0x44, "0=1 4=60000013", "cpsr@4 r0..r12@8 lr@3c pc@40", "d0 d8"),
    ARM_SOLICITED(
            new Arm(), "threadx-arm-d16", 0x2c, "0=0 4=80000013", "cpsr@4 r4..r11@8 lr@28 pc@28", "r0 r1 r2 r3 r12 d8"),
    ARM_SOLICITED_BY_THUMB(
            new Arm(), "threadx-arm-d16", 0x2c, "0=0 4=80000013 28=8001", "cpsr@4 r4..r11@8 lr@28", "r0"),
    R_FP_INTERRUPTED(
            new Arm(),
            "threadx-arm-d16",
            0xc8,
            "0=1 4=60000013 fp=1",
            "cpsr@4 d0..d15@8 fpscr@88 r0..r12@8c lr@c0 pc@c4",
            "d16"),
    R_FP_SOLICITED(
            new Arm(),
            "threadx-arm-d16",
            0x70,
            "0=0 4=60000013 fp=1",
            "cpsr@4 d8..d15@8 fpscr@48 r4..r11@4c lr@6c pc@6c",
            "r0 d0 d7 d16"),
    A_FP_INTERRUPTED(
            new Arm(),
            "threadx-arm-d32",
            0x148,
            "0=1 4=60000013 fp=1",
            "cpsr@4 d0..d15@8 d16..d31@88 fpscr@108 r0..r12@10c lr@140 pc@144",
            ""),
    A_FP_SOLICITED(
            new Arm(),
            "threadx-arm-d32",
            0xf0,
            "0=0 4=60000013 fp=1",
            "cpsr@4 d8..d15@8 d16..d31@48 fpscr@c8 r4..r11@cc lr@ec pc@ec",
            "r0 r12 d0 d7"),
    A_INTERRUPTED(new Arm(), "threadx-arm-d32", 0x44, "0=1 4=60000033", "cpsr@4 r0..r12@8 lr@3c", "d0"),
    RV64_SOLICITED(
            new RiscV64(),
            "threadx-riscv64",
            128,
            "0=0 70=1880",
            "s11..s1@8 s0@60 ra@68 pc@68 mstatus@70",
            "a0 t0 fs0"),
    RV64_INTERRUPTED(
            new RiscV64(), "threadx-riscv64", 256, "0=1", "s11..s1@8 s0@60 t6..t0@68 a7..a0@a0 ra@e0 pc@f0", "fs0 ft0"),
    RV64_FP_SOLICITED(
            new RiscV64(),
            "threadx-riscv64-fp",
            232,
            "0=0 70=7880 d8=1f",
            "s11..s1@8 s0@60 ra@68 pc@68 fs0..fs11@78 fcsr@d8",
            "a0 t0 ft0 fa0"),
    RV64_FP_INTERRUPTED(
            new RiscV64(),
            "threadx-riscv64-fp",
            520,
            "0=1 1f8=1f",
            "s11..s1@8 s0@60 t6..t0@68 a7..a0@a0 ra@e0 pc@f0 f0..f31@f8 fcsr@1f8",
            "mstatus"),
    A64_INTERRUPTED(
            new AArch64(),
            "threadx-aarch64",
            0x110,
            "0=60000005 8=40080000",
            "cpsr@0 pc@8 x28@10 x29@18 x26@20 x27@28 x2@e0 x3@e8 x0@f0 x1@f8 x30@108",
            "v0 fpsr"),
    A64_SOLICITED(
            new AArch64(),
            "threadx-aarch64",
            0x70,
            "0=0 8=0",
            "x27@10 x28@18 x25@20 x26@28 x19@50 x20@58 x29@60 x30@68 pc@68",
            "x0 x18 cpsr v8"),
    A64_FP_INTERRUPTED(
            new AArch64(),
            "threadx-aarch64",
            0x320,
            "0=60000005 8=40080000 fp=1",
            "cpsr@0 pc@8 fpsr@10 fpcr@18 v30@20 v31@30 v28@40 v0@200 v1@210 x28@220 x29@228 x0@300 x1@308 x30@318",
            ""),
    A64_FP_SOLICITED(
            new AArch64(),
            "threadx-aarch64",
            0x100,
            "0=0 8=0 fp=1",
            "fpsr@10 fpcr@18 v14@20 v15@30 v8@80 v9@90 x27@a0 x28@a8 x19@e0 x20@e8 x29@f0 x30@f8 pc@f8",
            "v0 v7 v16 x0");

    private final Architecture architecture;
    private final String model;
    private final int size;
    private final String words;
    private final String registers;
    private final String unsaved;

    Port(Architecture architecture, String model, int size, String words, String registers, String unsaved) {
        this.architecture = architecture;
        this.model = model;
        this.size = size;
        this.words = words;
        this.registers = registers;
        this.unsaved = unsaved;
    }

    Architecture architecture() {
        return architecture;
    }

    String model() {
        return model;
    }

    int size() {
        return size;
    }

    int pointerBytes() {
        return architecture.pointerBytes();
    }

    /** Whether the thread was given the FPU. */
    boolean floats() {
        return words.endsWith("fp=1");
    }

    /** Registers that the target has, as far as they tell CPUs apart. */
    Set<String> target() {
        return name().startsWith("A_") ? Set.of("d16") : Set.of("r0");
    }

    /** CPUID: the architecture is in bits 19:16. */
    long cpuid() {
        return this == M0 ? 0x410cc200L : 0x410fc241L;
    }

    /** Offsets of the words that make the frame genuine, and their values. */
    Map<Integer, Long> words() {
        Map<Integer, Long> found = new LinkedHashMap<>();
        for (String word : words.split(" ", -1)) {
            String[] parts = word.split("=", -1);
            if (!parts[0].equals("fp")) {
                found.put(Integer.valueOf(parts[0], 16), Long.valueOf(parts[1], 16));
            }
        }
        return found;
    }

    List<String> unsaved() {
        return unsaved.isEmpty() ? List.of() : Arrays.asList(unsaved.split(" ", -1));
    }

    /** Registers and their offsets. */
    Map<String, Integer> registers() {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String run : registers.split(" ", -1)) {
            String[] parts = run.split("@", -1);
            int offset = Integer.parseInt(parts[1], 16);
            for (String name : names(parts[0])) {
                found.put(name, offset);
                offset += slot(name);
            }
        }
        return found;
    }

    private int slot(String register) {
        return switch (register.charAt(0)) {
            case 'd' -> Long.BYTES;
            case 'v' -> 16;
            default -> pointerBytes();
        };
    }

    /** Size of a register in bytes. */
    int bytes(String register) {
        return Set.of("cpsr", "fpscr", "fpsr", "fpcr", "fcsr").contains(register) ? Integer.BYTES : slot(register);
    }

    private static List<String> names(String run) {
        String[] ends = run.split("\\.\\.", -1);
        if (ends.length == 1) {
            return List.of(run);
        }
        String letters = ends[0].replaceAll("\\d", "");
        int first = Integer.parseInt(ends[0].substring(letters.length()));
        int last = Integer.parseInt(ends[1].substring(letters.length()));
        List<String> names = new ArrayList<>();
        for (int i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1) {
            names.add(letters + i);
        }
        return names;
    }
}
