package org.tcbridge.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.tcbridge.rsp.kit.Machine;
import org.tcbridge.rsp.kit.Quirks;

/**
 * The tasks of {@link Firmware} on a CPU with an FPU, in the frames of a port that saves its registers. Task sensor uses the FPU,
 * the others do not. The server describes the registers in both their views.
 */
final class FpuFirmware {
    /** The task whose frame holds floating-point registers. */
    static final String USES_FPU = "sensor";

    /** Numbers of the registers on the wire. */
    static final int D0 = 0x20;

    static final int S0 = 0x40;
    static final int FPSCR = 0x60;

    /** What the frames hold, from the saved stack pointer up. */
    enum Port {
        /** portable/GCC/ARM_CM4F/port.c, V10.4: xPortPendSVHandler; Armv7-M ARM, "Exception entry behavior". */
        ARM_CM4F(16),
        /** portable/GCC/ARM_CA9/portASM.S, V11.1: portSAVE_CONTEXT. */
        ARM_CA9(32);

        /** How many d registers there are. */
        final int doubles;

        Port(int doubles) {
            this.doubles = doubles;
        }

        private List<String> frame(boolean fpu) {
            List<String> slots = new ArrayList<>();
            switch (this) {
                case ARM_CM4F -> {
                    run(slots, "r", 4, 12);
                    slots.add(fpu ? "=ffffffed" : "=fffffffd");
                    run(slots, "s", fpu ? 16 : 32, 32);
                    run(slots, "r", 0, 4);
                    slots.addAll(List.of("r12", "r14", "r15", "=61000000"));
                    run(slots, "s", fpu ? 0 : 16, 16);
                    slots.addAll(fpu ? List.of("fpscr", "=0") : List.of());
                }
                case ARM_CA9 -> {
                    slots.add(fpu ? "=1" : "=0");
                    run(slots, "s", fpu ? 32 : 64, 64);
                    run(slots, "s", fpu ? 0 : 32, 32);
                    slots.addAll(fpu ? List.of("fpscr") : List.of());
                    slots.add("=0");
                    run(slots, "r", 0, 13);
                    slots.addAll(List.of("r14", "r15", "=6000001f"));
                }
            }
            return slots;
        }

        private static void run(List<String> slots, String letter, int from, int to) {
            for (int i = from; i < to; i++) {
                slots.add(letter + i);
            }
        }
    }

    private final Port port;
    private final boolean inG;
    private final Firmware firmware = Firmware.described();
    private final Map<String, Long> places = new HashMap<>();

    /**
     * The program as a port lays it out.
     *
     * @param inG true when the server's reply to {@code g} holds the floating-point registers, false when {@code p} alone does
     */
    FpuFirmware(Port port, boolean inG) {
        this.port = port;
        this.inG = inG;
        Firmware.PARKED.forEach(this::park);
        if (port == Port.ARM_CA9) {
            firmware.machine().pokeRegister(1, Firmware.XPSR, bytes(0x6000_001fL));
        }
        if (inG) {
            Machine machine = firmware.machine();
            machine.core(1, HexFormat.of().parseHex(machine.general(1) + "00".repeat(16 * port.doubles + 4)));
        }
    }

    private void park(String task) {
        List<String> slots = port.frame(task.equals(USES_FPU));
        long frame = firmware.value(task, Firmware.SP) - 4L * slots.size();
        firmware.poke(firmware.tcb(task), frame);
        for (int i = 0; i < slots.size(); i++) {
            String slot = slots.get(i);
            long place = frame + 4L * i;
            firmware.poke(place, value(task, slot));
            places.put(task + " " + slot, place);
        }
    }

    private long value(String task, String slot) {
        if (slot.startsWith("=")) {
            return Long.parseLong(slot, 1, slot.length(), 16);
        }
        if (slot.equals("fpscr")) {
            return fpscr();
        }
        int number = Integer.parseInt(slot, 1, slot.length(), 10);
        return slot.startsWith("s") ? single(number) : firmware.value(task, number);
    }

    /** What a half of a d register holds, by the number that it has as an s register or would have. */
    static long single(int number) {
        return 0x4100_0000L + 0x10001L * number;
    }

    static long fpscr() {
        return 0x2000_0010L;
    }

    /** Text of a d register on the wire: its low half first. */
    static String twoWords(int number) {
        return Firmware.hex(single(2 * number)) + Firmware.hex(single(2 * number + 1));
    }

    Firmware firmware() {
        return firmware;
    }

    /** Where the frame holds a word. */
    long place(String slot) {
        return Objects.requireNonNull(places.get(USES_FPU + " " + slot), slot);
    }

    /** Bytes of the reply to {@code g}. */
    int gBytes() {
        return Firmware.GENERAL + (inG ? 16 * port.doubles + 4 : 0);
    }

    private static byte[] bytes(long word) {
        return HexFormat.of().parseHex(Firmware.hex(word));
    }

    /** A proxy that shows these tasks. */
    Rig rig() {
        return Rig.tasks(firmware, Rig.with(Quirks.describes(description())));
    }

    private String description() {
        StringBuilder fpu = new StringBuilder("<feature name=\"org.gnu.gdb.arm.vfp\">");
        for (int i = 0; i < port.doubles; i++) {
            fpu.append(register("d" + i, 64, D0 + i));
        }
        for (int i = 0; i < 32; i++) {
            fpu.append(register("s" + i, 32, S0 + i));
        }
        fpu.append(register("fpscr", 32, FPSCR)).append("</feature></target>");
        String text = Firmware.TARGET_XML.replace("</target>", fpu);
        return port == Port.ARM_CM4F ? text : text.replace("m-profile", "core").replace("xpsr", "cpsr");
    }

    private static String register(String name, int bits, int number) {
        return String.format(Locale.ROOT, "<reg name=\"%s\" bitsize=\"%d\" regnum=\"%d\"/>", name, bits, number);
    }
}
