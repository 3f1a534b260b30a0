package org.tcbridge.proxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tcbridge.rsp.kit.Machine;

/**
 * A FreeRTOS program on a Cortex-M3 in the middle of its work: {@link #RUNNING} runs, three tasks are parked. Laid out as
 * FreeRTOS V10.4 lays it out by default (tasks.c, list.h; portable/GCC/ARM_CM3/port.c for the frames; heap_4.c).
 */
final class Firmware {
    /** Where the code is. */
    static final long FLASH = 0x0800_0000L;

    /** Where variables, control blocks and stacks are. */
    static final long RAM = 0x2000_0000L;

    /** The task that runs at first. */
    static final String RUNNING = "blinky";

    /** The one that runs on the second core, where there is one with the same kernel. */
    static final String SECOND = "radio";

    /** The parked ones, ready, delayed and suspended. */
    static final List<String> PARKED = List.of("IDLE", "sensor", "comms");

    /** Bytes of the general registers with a target description: r0-r12, sp, lr, pc, xpsr. */
    static final int GENERAL = 68;

    /** Bytes of gdb's default set: eight FPA registers and their status lie before xpsr. */
    static final int LEGACY = 168;

    static final int SP = 13;
    static final int LR = 14;
    static final int PC = 15;
    static final int XPSR = 25;

    /** As QEMU and others describe a Cortex-M (gdb/features/arm/arm-m-profile.xml). */
    static final String TARGET_XML = targetXml();

    private static final int WORD = 4;
    private static final int LIST = 20;
    private static final int LIST_END = 8;
    private static final int NEXT = 4;
    private static final int PREVIOUS = 8;
    private static final int OWNER = 12;
    private static final int CONTAINER = 16;
    private static final int STATE_ITEM = 4;
    private static final int EVENT_ITEM = 24;
    private static final int TCB = 92;
    private static final int RUN_STATE = 52;
    private static final long NOT_RUNNING = 0xffff_ffffL;
    private static final int STACK = 512;
    private static final int PRIORITIES = 5;
    private static final int FRAME = 64;

    /** The registers in a frame, from its first word on. */
    private static final int[] FRAME_ORDER = {4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 12, LR, PC, XPSR};

    private final ByteBuffer ram = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<String, Long> tcbs = new LinkedHashMap<>();
    private final Map<String, Long> stacks = new LinkedHashMap<>();
    private final int general;
    private final boolean smp;
    private final boolean traced;
    private final Machine machine = new Machine();
    private long free = RAM + 0x100;

    private Firmware(int general, int cores, boolean smp, boolean traced) {
        this.general = general;
        this.smp = smp;
        this.traced = traced;
        variables();
        task("IDLE", 0, ready(0));
        task(RUNNING, 2, ready(2));
        task("sensor", 3, symbol("xDelayedTaskList1"));
        task("comms", 1, symbol("xSuspendedTaskList"));
        if (smp) {
            task(SECOND, 4, ready(4));
            put(tcb(RUNNING) + RUN_STATE, 0);
            put(tcb(SECOND) + RUN_STATE, 1);
            put(current(2), tcb(SECOND));
        }
        put(current(1), tcb(RUNNING));
        put(symbol("xIdleTaskHandle" + (smp ? "s" : "")), tcb("IDLE"));
        machine.region(FLASH, new byte[0x1000]).region(RAM, ram.array());
        for (int core = 1; core <= cores; core++) {
            machine.core(core, registers(core, smp && core == 2 ? SECOND : RUNNING));
        }
        for (int number = 0; number <= PC; number++) {
            machine.register(number, number * WORD, WORD);
        }
        machine.register(XPSR, general - WORD, WORD);
    }

    /** A machine with a target description. */
    static Firmware described() {
        return new Firmware(GENERAL, 1, false, true);
    }

    /** A machine without one. */
    static Firmware legacy() {
        return new Firmware(LEGACY, 1, false, true);
    }

    /** A machine whose server lists several threads. */
    static Firmware cores(int count) {
        return new Firmware(GENERAL, count, false, true);
    }

    /** A kernel without configUSE_TRACE_FACILITY: its tasks have no numbers. */
    static Firmware untraced() {
        return new Firmware(GENERAL, 1, false, false);
    }

    /** Two cores under one kernel: {@link #RUNNING} on the first, {@link #SECOND} on the second. */
    static Firmware smp() {
        return new Firmware(GENERAL, 2, true, true);
    }

    /** The target. */
    Machine machine() {
        return machine;
    }

    /** What gdb knows of the program. */
    Map<String, Long> symbols() {
        return symbols;
    }

    long symbol(String name) {
        return Objects.requireNonNull(symbols.get(name), name);
    }

    long tcb(String task) {
        return Objects.requireNonNull(tcbs.get(task), task);
    }

    /** Where a parked task's frame is. */
    long frame(String task) {
        return word(tcb(task));
    }

    /** Where the frame holds a register. */
    long place(String task, int register) {
        int index = 0;
        while (FRAME_ORDER[index] != register) {
            index++;
        }
        return frame(task) + (long) index * WORD;
    }

    /** A register of a task as it was first parked. */
    long value(String task, int register) {
        int index = List.copyOf(tcbs.keySet()).indexOf(task) + 1;
        return switch (register) {
            case SP -> Objects.requireNonNull(stacks.get(task)) + STACK - 0x20;
            case LR -> FLASH + 0x201 + 0x40L * index;
            case PC -> FLASH + 0x100 + 0x40L * index;
            case XPSR -> 0x6100_0000L;
            default -> 0x1000_0000L * index + register;
        };
    }

    /** The reply to {@code g} for a parked task. */
    String parked(String task) {
        StringBuilder g = new StringBuilder();
        for (int register = 0; register <= PC; register++) {
            g.append(hex(value(task, register)));
        }
        return g.append("xx".repeat(general - GENERAL))
                .append(hex(value(task, XPSR)))
                .toString();
    }

    /** A word as the wire has it. */
    static String hex(long word) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes((int) word));
    }

    long word(long address) {
        byte[] bytes = machine.read(address, WORD).orElseThrow();
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    /** Changes memory as the program would. */
    void poke(long address, long word) {
        machine.poke(address, bytes(word));
    }

    /** The kernel switches: the running task is parked, another runs where it was parked. */
    void switchTo(String task) {
        switchTo(1, task);
    }

    /** The kernel switches on a core, the server's thread of that number. */
    void switchTo(int core, String task) {
        long old = word(current(core));
        long sp = register(core, SP) - FRAME;
        for (int i = 0; i < FRAME_ORDER.length; i++) {
            poke(sp + (long) i * WORD, register(core, FRAME_ORDER[i]));
        }
        poke(old, sp);
        if (smp) {
            poke(old + RUN_STATE, NOT_RUNNING);
            poke(tcb(task) + RUN_STATE, core - 1);
        }
        for (int i = 0; i < FRAME_ORDER.length; i++) {
            machine.pokeRegister(core, FRAME_ORDER[i], bytes(word(frame(task) + (long) i * WORD)));
        }
        machine.pokeRegister(core, SP, bytes(frame(task) + FRAME));
        poke(current(core), tcb(task));
    }

    /** Offset of a task's name: xTaskRunState and uxTaskAttributes are before it, where there are several cores. */
    private int name() {
        return smp ? RUN_STATE + 2 * WORD : RUN_STATE;
    }

    private long current(int core) {
        return smp ? symbol("pxCurrentTCBs") + (core - 1L) * WORD : symbol("pxCurrentTCB");
    }

    private long register(int core, int number) {
        String hex = machine.register(core, number).orElseThrow();
        return Integer.toUnsignedLong(Integer.reverseBytes(HexFormat.fromHexDigits(hex)));
    }

    /** Gives a task another name. */
    void rename(String task, String name) {
        byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.ISO_8859_1), 16);
        machine.poke(tcb(task) + name(), bytes);
    }

    /** A task is deleted, and another one that is created then gets its control block and its stack. */
    void replace(String task, String name) {
        long number = word(symbol("uxTaskNumber")) + 1;
        poke(symbol("uxTaskNumber"), number);
        rename(task, name);
        if (traced) {
            poke(tcb(task) + name() + 16, number);
        }
    }

    /** The scheduler starts. */
    void start() {
        poke(symbol("xSchedulerRunning"), 1);
    }

    /** The kernel starts over: nothing runs yet. */
    void reset() {
        poke(symbol("xSchedulerRunning"), 0);
    }

    private byte[] registers(int core, String task) {
        ByteBuffer bytes = ByteBuffer.allocate(general).order(ByteOrder.LITTLE_ENDIAN);
        for (int number = 0; number <= PC; number++) {
            bytes.putInt((int) (0x0c00_0000L * core + number));
        }
        bytes.putInt(SP * WORD, (int) (long) Objects.requireNonNull(stacks.get(task)) + STACK - 0x40);
        bytes.putInt(PC * WORD, (int) FLASH + 0x150 + 0x100 * (core - 1));
        bytes.putInt(general - WORD, 0x6100_0000);
        return bytes.array();
    }

    private void variables() {
        for (int i = 0; i < PRIORITIES; i++) {
            long list = i == 0 ? variable("pxReadyTasksLists", LIST * PRIORITIES) : ready(i);
            initialise(list);
        }
        for (String name : List.of(
                "xDelayedTaskList1",
                "xDelayedTaskList2",
                "xPendingReadyList",
                "xTasksWaitingTermination",
                "xSuspendedTaskList")) {
            initialise(variable(name, LIST));
        }
        put(variable("pxDelayedTaskList", WORD), symbol("xDelayedTaskList1"));
        put(variable("pxOverflowDelayedTaskList", WORD), symbol("xDelayedTaskList2"));
        put(variable("uxCurrentNumberOfTasks", WORD), smp ? 5 : 4);
        put(variable("xTickCount", WORD), 5000);
        variable("uxTopReadyPriority", WORD);
        put(variable("uxTaskNumber", WORD), smp ? 5 : 4);
        put(variable("xSchedulerRunning", WORD), 1);
        variable(smp ? "pxCurrentTCBs" : "pxCurrentTCB", smp ? 2 * WORD : WORD);
        variable(smp ? "xIdleTaskHandles" : "xIdleTaskHandle", smp ? 2 * WORD : WORD);
        symbols.put("xTaskIncrementTick", FLASH + 0x400);
        symbols.put("xTaskGenericNotifyWait", FLASH + 0x420);
        symbols.put("xTaskPriorityInherit", FLASH + 0x440);
        if (traced) {
            symbols.put("uxTaskGetTaskNumber", FLASH + 0x460);
        }
        free += 0x400;
    }

    private long variable(String name, int bytes) {
        long address = free;
        symbols.put(name, address);
        free += bytes;
        return address;
    }

    private long ready(int priority) {
        return symbol("pxReadyTasksLists") + (long) priority * LIST;
    }

    private void initialise(long list) {
        long end = list + LIST_END;
        put(list + WORD, end);
        put(end, 0xffff_ffffL);
        put(end + NEXT, end);
        put(end + PREVIOUS, end);
    }

    private void task(String name, int priority, long list) {
        long stack = allocate(STACK);
        long tcb = allocate(TCB + name() - RUN_STATE - (traced ? 0 : 2 * WORD));
        stacks.put(name, stack);
        tcbs.put(name, tcb);
        long frame = value(name, SP) - FRAME;
        for (int i = 0; i < FRAME_ORDER.length; i++) {
            put(frame + (long) i * WORD, value(name, FRAME_ORDER[i]));
        }
        put(tcb, frame);
        put(tcb + STATE_ITEM + OWNER, tcb);
        put(tcb + EVENT_ITEM, PRIORITIES - priority);
        put(tcb + EVENT_ITEM + OWNER, tcb);
        put(tcb + 44, priority);
        put(tcb + 48, stack);
        for (int i = 0; i < name.length(); i++) {
            ram.put((int) (tcb + name() + i - RAM), (byte) name.charAt(i));
        }
        if (smp) {
            put(tcb + RUN_STATE, NOT_RUNNING);
        }
        if (traced) {
            put(tcb + name() + 16, tcbs.size());
        }
        put(tcb + name() + (traced ? 24 : 16), priority);
        put(tcb + STATE_ITEM, 6000);
        long item = tcb + STATE_ITEM;
        long end = list + LIST_END;
        put(item + NEXT, end);
        put(item + PREVIOUS, end);
        put(item + CONTAINER, list);
        put(end + NEXT, item);
        put(end + PREVIOUS, item);
        put(list, 1);
    }

    /** A block of heap_4: its header is before it. */
    private long allocate(int bytes) {
        int total = (bytes + 15) / 8 * 8;
        put(free + WORD, total | 0x8000_0000L);
        free += total;
        return free - total + 8;
    }

    private void put(long address, long word) {
        ram.putInt((int) (address - RAM), (int) word);
    }

    private static byte[] bytes(long word) {
        return HexFormat.of().parseHex(hex(word));
    }

    private static String targetXml() {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\">"
                        + "<target version=\"1.0\"><architecture>arm</architecture><feature name=\"org.gnu.gdb.arm.m-profile\">");
        for (int number = 0; number < SP; number++) {
            xml.append("<reg name=\"r").append(number).append("\" bitsize=\"32\"/>");
        }
        return xml.append("<reg name=\"sp\" bitsize=\"32\" type=\"data_ptr\"/><reg name=\"lr\" bitsize=\"32\"/>")
                .append("<reg name=\"pc\" bitsize=\"32\" type=\"code_ptr\"/>")
                .append("<reg name=\"xpsr\" bitsize=\"32\" regnum=\"25\"/></feature></target>")
                .toString();
    }
}
