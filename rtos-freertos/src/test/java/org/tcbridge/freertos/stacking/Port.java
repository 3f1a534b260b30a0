package org.tcbridge.freertos.stacking;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.microblaze.MicroBlaze;
import org.tcbridge.microblaze.MicroBlaze64;
import org.tcbridge.riscv.RiscV32;
import org.tcbridge.riscv.RiscV64;

/**
 * Frames of the ports as they were measured on real kernels, written by hand: offsets in bytes, not computed from the
 * stacking files. {@code words} are values that a genuine frame has, {@code registers} single registers and runs.
 */
public enum Port {
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
    CM3_MPU(
            new ArmM(),
            "freertos-arm-cm3-mpu",
            68,
            "0=3 64=61000000",
            "r4..r11@4 r0..r3@36 r12@52 lr@56 pc@60 xpsr@64"),
    CM4_MPU(
            new ArmM(),
            "freertos-arm-cm4f-mpu",
            72,
            "0=2 36=fffffffd 68=01000000",
            "r4..r11@4 r0..r3@40 r12@56 lr@60 pc@64 xpsr@68"),
    CM4_MPU_FP(
            new ArmM(),
            "freertos-arm-cm4f-mpu",
            208,
            "0=7 36=ffffffed 132=81000000",
            "r4..r11@4 s16..s31@40 r0..r3@104 r12@120 lr@124 pc@128 xpsr@132 s0..s15@136 fpscr@200"),
    CM33_NTZ_MPU(
            new ArmM(),
            "freertos-arm-cm33-ntz-mpu",
            76,
            "0=stack 4=3 8=ffffffbc 72=01000000",
            "psplim@0 r4..r11@12 r0..r3@44 r12@60 lr@64 pc@68 xpsr@72"),
    CM33_SECURE_MPU(
            new ArmM(),
            "freertos-arm-cm33-mpu",
            80,
            "0=00000001 4=stack 8=3 12=ffffffbc 76=01000000",
            "psplim@4 r4..r11@16 r0..r3@48 r12@64 lr@68 pc@72 xpsr@76"),
    CM4_MPU_TCB(
            new ArmM(),
            "freertos-arm-cm4f-mpu-tcb",
            76,
            "0=3 36=fffffffd 40=20000c00 72=01000200",
            "control@0 r4..r11@4 r0..r3@44 r12@60 lr@64 pc@68 xpsr@72"),
    CM4_MPU_TCB_FP(
            new ArmM(),
            "freertos-arm-cm4f-mpu-tcb",
            208,
            "132=2 168=ffffffed 172=20000c00 204=01000000",
            "s16..s31@0 s0..s15@64 fpscr@128 control@132 r4..r11@136 r0..r3@176 r12@192 lr@196 pc@200 xpsr@204"),
    CM33_NTZ_MPU_TCB(
            new ArmM(),
            "freertos-arm-cm33-ntz-mpu-tcb",
            80,
            "60=01000000 64=20000c00 68=stack 72=3 76=ffffffbc",
            "r4..r11@0 r0..r3@32 r12@48 lr@52 pc@56 xpsr@60 psplim@68 control@72"),
    CM33_NTZ_MPU_TCB_FP(
            new ArmM(),
            "freertos-arm-cm33-ntz-mpu-tcb",
            212,
            "192=01000200 196=20000c00 200=stack 204=7 208=ffffffac",
            "s16..s31@0 s0..s15@64 fpscr@128 r4..r11@132 r0..r3@164 r12@180 lr@184 pc@188 xpsr@192 psplim@200 control@204"),
    CM33_SECURE_MPU_TCB(
            new ArmM(),
            "freertos-arm-cm33-mpu-tcb",
            84,
            "60=01000000 64=1 68=20000c00 72=stack 76=2 80=ffffffbc",
            "r4..r11@0 r0..r3@32 r12@48 lr@52 pc@56 xpsr@60 psplim@72 control@76"),
    CM0_MPU_TCB(
            new ArmM(),
            "freertos-arm-cm0-mpu-tcb",
            76,
            "60=01000000 64=20000c00 68=3 72=fffffffd",
            "r4..r11@0 r0..r3@32 r12@48 lr@52 pc@56 xpsr@60 control@68"),
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
    MICROBLAZE_OLD(new MicroBlaze(), "freertos-microblaze-v7", 132, "8=80000002 128=1", "r31@4 rmsr@8 r30..r2@12"),
    MICROBLAZE64(new MicroBlaze64(), "freertos-microblaze64-v9", 264, "248=0 256=4", "r31..r2@8 rmsr@256"),
    MICROBLAZE64_FPU(
            new MicroBlaze64(),
            "freertos-microblaze64-v9-fpu",
            272,
            "248=0 256=4 264=2",
            "r31..r2@8 rmsr@256 rfsr@264"),
    RV32_V10(new RiscV32(), "freertos-riscv-v10", 120, "0=80000202 116=1880", "pc@0 x1@4 x5..x31@8"),
    RV32_V10_5(new RiscV32(), "freertos-riscv-v10-5", 124, "0=80000202 116=0 120=1880", "pc@0 x1@4 x5..x31@8"),
    RV32(new RiscV32(), "freertos-riscv32", 124, "0=80000202 4=1880 120=0", "pc@0 x1@8 x5..x31@12"),
    RV32_DIRTY(new RiscV32(), "freertos-riscv32", 124, "0=80000202 4=80007880 120=0", "pc@0 x1@8 x5..x31@12"),
    RV32_FP32(
            new RiscV32(),
            "freertos-riscv32",
            256,
            "0=80000202 4=80007880 136=1f 252=1",
            "pc@0 f0..f31:4@8 fcsr@136 x1@140 x5..x31@144"),
    RV32_FP64(
            new RiscV32(),
            "freertos-riscv32",
            388,
            "0=80000202 4=80007880 264=1f 384=1",
            "pc@0 f0..f31:8@8 fcsr:4@264 x1@272 x5..x31@276"),
    RV64_V10(new RiscV64(), "freertos-riscv-v10", 240, "0=80000202 232=1880", "pc@0 x1@8 x5..x31@16"),
    RV64_V10_5(new RiscV64(), "freertos-riscv-v10-5", 248, "0=80000202 232=0 240=a00001880", "pc@0 x1@8 x5..x31@16"),
    RV64(
            new RiscV64(),
            "freertos-riscv64",
            248,
            "0=80000202 8=a5a5a5a500001800 240=a5a5a5a500000001",
            "pc@0 x1@16 x5..x31@24"),
    RV64_FP64(
            new RiscV64(),
            "freertos-riscv64",
            512,
            "0=80000202 8=8000000a00007880 272=1f 504=1",
            "pc@0 f0..f31:8@16 fcsr:4@272 x1@280 x5..x31@288"),
    AARCH64(
            new AArch64(),
            "freertos-arm-aarch64",
            288,
            "0=0 8=0 16=40001000 24=c 40=0",
            "pc@16 cpsr@24 x30@32 x28@48 x29@56 x26@64 x27@72 x24@80 x18@128 x8@208 x0@272 x1@280"),
    AARCH64_FP(
            new AArch64(),
            "freertos-arm-aarch64",
            800,
            "0=1 8=0 528=40001000 536=60000004 552=0",
            "v30@16 v31@32 v28@48 v16@240 v0@496 v1@512 pc@528 cpsr@536 x30@544 x28@560 x29@568 x0@784 x1@792"),
    AARCH64_FPSR(
            new AArch64(),
            "freertos-arm-aarch64-fpsr",
            816,
            "0=1 8=0 16=8000010 24=0 544=40001000 552=60000004 568=0",
            "fpsr@16 fpcr@24 v30@32 v31@48 v0@512 v1@528 pc@544 cpsr@552 x30@560 x28@576 x29@584 x0@800 x1@808"),
    CR82(
            new AArch64(),
            "freertos-arm-cr82",
            816,
            "0=1 8=0 16=100000001 544=40001000 552=60000000 568=0",
            "fpsr:4@16 fpcr:4@20 v30@32 v31@48 v0@512 v1@528 pc@544 cpsr@552 x30@560 x28@576 x29@584 x0@800 x1@808");

    private static final Pattern WIDTH = Pattern.compile("(.*):(\\d+)");

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

    public Architecture architecture() {
        return architecture;
    }

    public String model() {
        return model;
    }

    public int size() {
        return size;
    }

    /** True when the frame is in the control block and ends where the saved pointer points. */
    public boolean inControlBlock() {
        return model.endsWith("-tcb");
    }

    /** So many bytes the frame begins behind a multiple of 16: RISC-V's calling convention has its end at one. */
    public int misalignment() {
        return architecture.id().startsWith("riscv") ? Math.floorMod(-size, 16) : 0;
    }

    public DataModel data(ByteOrder order) {
        return new DataModel(order, architecture.pointerBytes());
    }

    /** Offsets of the words, each as wide as a pointer, that make the frame genuine, and their values. */
    public Map<Integer, Long> words(long stackStart) {
        Map<Integer, Long> found = new LinkedHashMap<>();
        for (String word : words.split(" ", -1)) {
            String[] parts = word.split("=", -1);
            found.put(
                    Integer.valueOf(parts[0]),
                    parts[1].equals("stack")
                            ? Long.valueOf(stackStart)
                            : Long.valueOf(Long.parseUnsignedLong(parts[1], 16)));
        }
        return found;
    }

    /**
     * A register and its place.
     *
     * @param offset in bytes from the frame's start
     * @param bytes width
     */
    public record Field(int offset, int bytes) {}

    /** Registers and their places. Doubles are 8 bytes wide, vectors 16, ARM's singles 4, others as a pointer or as they say. */
    public Map<String, Field> registers() {
        Map<String, Field> found = new LinkedHashMap<>();
        for (String run : registers.split(" ", -1)) {
            String[] parts = run.split("@", -1);
            Matcher width = WIDTH.matcher(parts[0]);
            int offset = Integer.parseInt(parts[1]);
            for (String name : names(width.matches() ? width.group(1) : parts[0])) {
                int bytes = width.matches() ? Integer.parseInt(width.group(2)) : bytes(name);
                found.put(name, new Field(offset, bytes));
                offset += bytes;
            }
        }
        return found;
    }

    private int bytes(String register) {
        return switch (register.charAt(0)) {
            case 'd' -> Long.BYTES;
            case 'v' -> 2 * Long.BYTES;
            default -> architecture.pointerBytes();
        };
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
