package org.tcbridge.freertos.stacking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.microblaze.MicroBlaze;

/**
 * Frames of the ports as they were measured on real kernels, written by hand: offsets in bytes, not computed from the
 * stacking files. {@code words} are values that a genuine frame has, {@code registers} single registers and runs.
 */
enum Port {
    CM3(new ArmM(), "freertos-arm-cm3", 64, "60=61000000", "r4..r11@0 r0..r3@32 r12@48 lr@52 pc@56 xpsr@60"),
    CM3_ALIGNED(new ArmM(), "freertos-arm-cm3", 68, "60=01000200", "r4..r11@0 r0..r3@32 r12@48 lr@52 pc@56 xpsr@60"),
    CM0_V11(
            new ArmM(),
            "freertos-arm-cm0-v11",
            68,
            "0=fffffffd 64=01000000",
            "r4..r11@4 r0..r3@36 r12@52 lr@56 pc@60 xpsr@64"),
    CM4F(
            new ArmM(),
            "freertos-arm-cm4f",
            68,
            "32=fffffffd 64=01000000",
            "r4..r11@0 r0..r3@36 r12@52 lr@56 pc@60 xpsr@64"),
    CM4F_FP(
            new ArmM(),
            "freertos-arm-cm4f",
            204,
            "32=ffffffed 128=81000000",
            "r4..r11@0 s16..s31@36 r0..r3@100 r12@116 lr@120 pc@124 xpsr@128 s0..s15@132 fpscr@196"),
    CM4F_FP_ALIGNED(
            new ArmM(),
            "freertos-arm-cm4f",
            208,
            "32=ffffffed 128=81000200",
            "r4..r11@0 s16..s31@36 r0..r3@100 r12@116 lr@120 pc@124 xpsr@128 s0..s15@132 fpscr@196"),
    CM33_NTZ(
            new ArmM(),
            "freertos-arm-cm33-ntz",
            72,
            "0=stack 4=ffffffbc 68=01000000",
            "psplim@0 r4..r11@8 r0..r3@40 r12@56 lr@60 pc@64 xpsr@68"),
    CM33_NTZ_FP(
            new ArmM(),
            "freertos-arm-cm33-ntz",
            208,
            "0=stack 4=ffffffac 132=01100000",
            "psplim@0 r4..r11@8 s16..s31@40 r0..r3@104 r12@120 lr@124 pc@128 xpsr@132 s0..s15@136 fpscr@200"),
    CM23_NTZ(
            new ArmM(),
            "freertos-arm-cm33-ntz",
            72,
            "0=00000000 4=ffffffbc 68=01000000",
            "psplim@0 r4..r11@8 r0..r3@40 r12@56 lr@60 pc@64 xpsr@68"),
    CM33_SECURE(
            new ArmM(),
            "freertos-arm-cm33",
            76,
            "0=00000001 4=stack 8=ffffffbc 72=01000000",
            "psplim@4 r4..r11@12 r0..r3@44 r12@60 lr@64 pc@68 xpsr@72"),
    CM33_SECURE_FP(
            new ArmM(),
            "freertos-arm-cm33",
            212,
            "0=00000001 4=stack 8=ffffffac 136=01000000",
            "psplim@4 r4..r11@12 s16..s31@44 r0..r3@108 r12@124 lr@128 pc@132 xpsr@136 s0..s15@140 fpscr@204"),
    CM85_PAC(
            new ArmM(),
            "freertos-arm-cm85-ntz-pac",
            88,
            "16=stack 20=ffffffbc 84=01000000",
            "psplim@16 r4..r11@24 r0..r3@56 r12@72 lr@76 pc@80 xpsr@84"),
    CA9(new Arm(), "freertos-arm-ca9", 72, "0=0 4=0 68=0000001f", "r0..r12@8 lr@60 pc@64 cpsr@68"),
    CA9_FP(
            new Arm(),
            "freertos-arm-ca9",
            332,
            "0=1 260=80000010 264=0 328=6000001f",
            "d16..d31@4 d0..d15@132 fpscr@260 r0..r12@268 lr@320 pc@324 cpsr@328"),
    CA9_V10_FP(
            new Arm(),
            "freertos-arm-ca9-v10",
            332,
            "0=1 4=80000010 264=0 328=6000001f",
            "fpscr@4 d16..d31@8 d0..d15@136 r0..r12@268 lr@320 pc@324 cpsr@328"),
    CR5_FP(
            new Arm(),
            "freertos-arm-cr5",
            204,
            "0=1 132=80000010 136=0 200=6000003f",
            "d0..d15@4 fpscr@132 r0..r12@140 lr@192 pc@196 cpsr@200"),
    CR5_V10_FP(
            new Arm(),
            "freertos-arm-cr5-v10",
            204,
            "0=1 4=80000010 136=0 200=6000003f",
            "fpscr@4 d0..d15@8 r0..r12@140 lr@192 pc@196 cpsr@200"),
    CR5_SOFT(new Arm(), "freertos-arm-cr5-soft", 68, "0=0 64=0000001f", "r0..r12@4 lr@56 pc@60 cpsr@64"),
    MICROBLAZE(new MicroBlaze(), "freertos-microblaze-v9", 132, "124=0 128=80000004", "r31..r2@4 rmsr@128"),
    MICROBLAZE_OLD(new MicroBlaze(), "freertos-microblaze-v7", 132, "8=80000002 128=1", "r31@4 rmsr@8 r30..r2@12");

    private final Architecture architecture;
    private final String model;
    private final int size;
    private final String words;
    private final String registers;

    Port(Architecture architecture, String model, int size, String words, String registers) {
        this.architecture = architecture;
        this.model = model;
        this.size = size;
        this.words = words;
        this.registers = registers;
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

    /** Offsets of the words that make the frame genuine, and their values. */
    Map<Integer, Long> words(long stackStart) {
        Map<Integer, Long> found = new LinkedHashMap<>();
        for (String word : words.split(" ", -1)) {
            String[] parts = word.split("=", -1);
            found.put(
                    Integer.valueOf(parts[0]),
                    parts[1].equals("stack") ? Long.valueOf(stackStart) : Long.valueOf(parts[1], 16));
        }
        return found;
    }

    /** Registers and their offsets; double registers are 8 bytes wide, all others 4. */
    Map<String, Integer> registers() {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String run : registers.split(" ", -1)) {
            String[] parts = run.split("@", -1);
            int offset = Integer.parseInt(parts[1]);
            for (String name : names(parts[0])) {
                found.put(name, offset);
                offset += bytes(name);
            }
        }
        return found;
    }

    static int bytes(String register) {
        return register.startsWith("d") ? Long.BYTES : Integer.BYTES;
    }

    private static List<String> names(String run) {
        String[] ends = run.split("\\.\\.", -1);
        if (ends.length == 1) {
            return List.of(run);
        }
        int first = Integer.parseInt(ends[0].substring(1));
        int last = Integer.parseInt(ends[1].substring(1));
        List<String> names = new ArrayList<>();
        for (int i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1) {
            names.add(ends[0].charAt(0) + String.valueOf(i));
        }
        return names;
    }
}
