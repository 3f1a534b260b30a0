package org.tcbridge.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/**
 * The {@link Firmware} with what a Cortex-M does on exceptions, behind a server that gives psp and msp by {@code p} alone, as
 * OpenOCD does, beside flags of one bit and floating-point registers.
 */
final class ExceptionFirmware {
    static final int MSP = 26;
    static final int PSP = 27;
    static final int PRIMASK = 28;
    static final int CONTROL = 29;
    static final int D0 = 30;
    static final int FPSCR = 46;

    /** EXC_RETURN to a task without floating-point registers, to one with them, and to a handler (Armv7-M ARM, B1.5.8). */
    static final long TO_TASK = 0xffff_fffdL;

    static final long TO_FLOAT_TASK = 0xffff_ffedL;
    static final long TO_HANDLER = 0xffff_fff1L;

    static final int SYSTICK = 15;

    /** Where the handlers' stack starts: the end of RAM. */
    static final long MAIN_STACK = Firmware.RAM + 0x8000;

    private static final long SYSTEM = 0xe000_e000L;
    private static final long VTOR = SYSTEM + 0xd08;
    private static final long FPCCR = SYSTEM + 0xf34;
    private static final long FPCAR = SYSTEM + 0xf38;

    private final Firmware firmware = Firmware.described();
    private final Map<Integer, String> others = new ConcurrentHashMap<>();
    private final Deque<Runnable> steps = new ArrayDeque<>();

    ExceptionFirmware() {
        firmware.machine().region(SYSTEM, new byte[0x1000]);
        firmware.poke(VTOR, Firmware.FLASH);
        firmware.poke(Firmware.FLASH, MAIN_STACK);
        for (int exception = 1; exception < 32; exception++) {
            firmware.poke(Firmware.FLASH + 4L * exception, handler(exception) | 1);
        }
        other(MSP, MAIN_STACK);
        other(PSP, psp());
        others.put(PRIMASK, "00");
        others.put(CONTROL, "02");
        for (int i = 0; i < 16; i++) {
            others.put(D0 + i, liveDouble(i));
        }
        other(FPSCR, 0x0100_0000);
    }

    Firmware firmware() {
        return firmware;
    }

    /** A proxy before a server that gives psp and msp. */
    Rig rig() {
        Quirk registers = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                String value = command.matches("p[0-9a-f]+")
                        ? others.get(HexFormat.fromHexDigits(command, 1, command.length()))
                        : null;
                return Optional.ofNullable(value).map(List::of);
            }
        };
        Quirk moves = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.startsWith("vCont;s") && !steps.isEmpty()) {
                    steps.remove().run();
                }
                return Optional.empty();
            }
        };
        List<Quirk> quirks = new ArrayList<>(List.of(registers, moves));
        quirks.add(Quirks.features("PacketSize=1000;QStartNoAckMode+;qXfer:features:read+;vContSupported+"));
        quirks.add(Quirks.describes(description()));
        return Rig.tasks(firmware, quirks);
    }

    private static String description() {
        StringBuilder xml = new StringBuilder("<feature name=\"org.gnu.gdb.arm.m-system\">");
        xml.append("<reg name=\"msp\" bitsize=\"32\" type=\"data_ptr\" regnum=\"26\"/>")
                .append("<reg name=\"psp\" bitsize=\"32\" type=\"data_ptr\"/>")
                .append("<reg name=\"primask\" bitsize=\"1\" type=\"int8\"/>")
                .append("<reg name=\"control\" bitsize=\"3\" type=\"int8\"/></feature>")
                .append("<feature name=\"org.gnu.gdb.arm.vfp\">");
        for (int i = 0; i < 16; i++) {
            xml.append("<reg name=\"d").append(i).append("\" bitsize=\"64\" type=\"ieee_double\"/>");
        }
        xml.append("<reg name=\"fpscr\" bitsize=\"32\" type=\"int\"/></feature></target>");
        return Firmware.TARGET_XML.replace("</target>", xml);
    }

    /** Changes a register that {@code p} alone reads. */
    void other(int number, long value) {
        others.put(number, Firmware.hex(value));
    }

    /** A register as the CPU has it now. */
    String live(int number) {
        String other = others.get(number);
        return other == null ? firmware.machine().register(1, number).orElseThrow() : other;
    }

    /** What the CPU's d registers hold. */
    static String liveDouble(int number) {
        return "%02x".formatted(0xd0 + number).repeat(8);
    }

    /** The next steps of the server's, in this order. */
    void onStep(Runnable what) {
        steps.add(what);
    }

    /** Where exception entry leaves the frame of the task {@link Firmware#RUNNING}. */
    long psp() {
        return firmware.value(Firmware.RUNNING, Firmware.SP) - 0x80;
    }

    /** First instruction of a handler. */
    static long handler(int exception) {
        return Firmware.FLASH + 0x800 + 0x10L * exception;
    }

    /** A word of the frame that exception entry pushes; {@code s} registers follow the status. */
    static long pushed(int index) {
        return switch (index) {
            case 5 -> Firmware.FLASH + 0x345;
            case 6 -> Firmware.FLASH + 0x14c;
            case 7 -> 0x6100_0000L;
            default -> 0xaa00_0000L + index;
        };
    }

    /** An exception comes while the task runs; the CPU is at the first instruction of its handler. */
    void enter(int exception, long excReturn) {
        push(excReturn, pushed(7));
        arrive(exception, excReturn, MAIN_STACK);
    }

    /** The same with a stack that had to be aligned. */
    void enterUnaligned(int exception, long excReturn) {
        push(excReturn, pushed(7) | 0x200);
        arrive(exception, excReturn, MAIN_STACK);
    }

    private void push(long excReturn, long xpsr) {
        boolean floats = (excReturn & 0x10) == 0;
        for (int i = 0; i < (floats ? 26 : 8); i++) {
            firmware.poke(psp() + 4L * i, i == 7 ? xpsr : pushed(i));
        }
        other(PSP, psp());
    }

    /** The CPU is at the first instruction of a handler, its frame being pushed already. */
    void arrive(int exception, long excReturn, long msp) {
        register(Firmware.SP, msp);
        other(MSP, msp);
        register(Firmware.LR, excReturn);
        register(Firmware.PC, handler(exception));
        register(Firmware.XPSR, 0x6000_0000L | exception);
    }

    /** The handler is some instructions on: it has pushed words, these at the lowest addresses, and uses lr for something else. */
    void proceed(long... words) {
        long msp = MAIN_STACK - 4L * words.length;
        for (int i = 0; i < words.length; i++) {
            firmware.poke(msp + 4L * i, words[i]);
        }
        register(Firmware.SP, msp);
        other(MSP, msp);
        register(Firmware.LR, Firmware.FLASH + 0x901);
        register(
                Firmware.PC,
                Long.parseLong(
                                HexFormat.of()
                                        .toHexDigits(Integer.reverseBytes(HexFormat.fromHexDigits(live(Firmware.PC)))),
                                16)
                        + 8);
    }

    /** The exception returns: the task goes on where it was interrupted. */
    void leave() {
        for (int i = 0; i < 4; i++) {
            register(i, pushed(i));
        }
        register(12, pushed(4));
        register(Firmware.LR, pushed(5));
        register(Firmware.PC, pushed(6));
        register(Firmware.XPSR, pushed(7));
        register(Firmware.SP, psp() + 0x20);
        other(PSP, psp() + 0x20);
        other(MSP, MAIN_STACK);
    }

    /** The CPU has not yet stored the frame's floating-point registers. */
    void floatsAreLazy() {
        firmware.poke(FPCCR, 0xc000_0001L);
        firmware.poke(FPCAR, psp() + 0x20);
    }

    void register(int number, long value) {
        firmware.machine().pokeRegister(1, number, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    /** Attaches while the task runs, then has the target stop after {@code program} did its work. */
    Gdb13 stopAfter(Rig rig, Runnable program, String reply) {
        Gdb13 gdb = rig.attach();
        gdb.threads();
        gdb.resume();
        rig.server().machine().awaitRunning();
        rig.server().forget();
        rig.server().stop(() -> {
            program.run();
            return reply;
        });
        gdb.stopped();
        return gdb;
    }

    Gdb13 stopAfter(Rig rig, Runnable program) {
        return stopAfter(rig, program, "T05thread:1;");
    }

    String liveCalleeSaved() {
        StringBuilder live = new StringBuilder();
        for (int i = 4; i <= 11; i++) {
            live.append(live(i));
        }
        return live.toString();
    }
}
