package org.tcbridge.proxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tcbridge.rsp.kit.Machine;

/**
 * A ThreadX program in the middle of its work: {@link #RUNNER} runs, {@link #WAITER} waits at a queue, {@link #SPINNER} was interrupted.
 * Laid out as ThreadX 6.4 lays it out (common/inc/tx_api.h; ports/arm9 and cortex_m4 gnu/src for the frames).
 */
final class ThreadXProgram {
    static final String RUNNER = "runner";
    static final String WAITER = "waiter";
    static final String SPINNER = "spinner";

    static final int SP = 13;
    static final int LR = 14;
    static final int PC = 15;

    /** The status register: xpsr or cpsr. */
    static final int STATUS = 25;

    static final int MSP = 26;
    static final int PSP = 27;

    static final long FLASH = 0x0800_0000L;
    static final long RAM = 0x2000_0000L;

    /** Where the handlers' stack of a Cortex-M starts: the end of RAM. */
    static final long MAIN_STACK = RAM + 0x4000;

    private static final long SYSTEM = 0xe000_e000L;
    private static final int WORD = 4;
    private static final int STACK = 0x200;
    private static final int THREAD = 176;
    private static final long ID = 0x5448_5244L;
    private static final long QUEUE = 0x5155_4555L;

    /** Bytes of the registers that no CPU of today has: eight of the FPA and their status. */
    private static final int FPA = 8 * 12 + 4;

    private final Machine machine = new Machine();
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<String, Long> threads = new LinkedHashMap<>();
    private final boolean cortexM;
    private long free = RAM + 0x100;

    private ThreadXProgram(boolean cortexM) {
        this.cortexM = cortexM;
        machine.region(FLASH, new byte[0x1000])
                .region(RAM, new byte[0x4000])
                .core(1, new byte[cortexM ? 19 * WORD : 17 * WORD + FPA]);
        for (int number = 0; number <= PC; number++) {
            place(number, number);
        }
        place(STATUS, cortexM ? 16 : 16 + FPA / WORD);
        for (String name : List.of("current_ptr", "execute_ptr", "created_ptr", "created_count", "system_state")) {
            symbols.put("_tx_thread_" + name, allocate(WORD));
        }
        List.of(RUNNER, WAITER, SPINNER).forEach(this::create);
        poke(symbol("_tx_thread_created_ptr"), thread(RUNNER));
        poke(symbol("_tx_thread_created_count"), threads.size());
        poke(thread(WAITER) + 48, 5);
        poke(thread(WAITER) + 108, queue("orders"));
        runs(RUNNER);
        if (cortexM) {
            place(MSP, 17);
            place(PSP, 18);
            machine.region(SYSTEM, new byte[0x1000]);
            poke(SYSTEM + 0xd00, 0x410f_c241L);
            poke(SYSTEM + 0xd08, FLASH);
            poke(FLASH, MAIN_STACK);
            park(WAITER, 0xffff_fffdL, "4 5 6 7 8 9 10 11 0 1 2 3 12 14 15 25");
            park(SPINNER, 0xffff_fffdL, "4 5 6 7 8 9 10 11 0 1 2 3 12 14 15 25");
        } else {
            park(WAITER, 0, "25 4 5 6 7 8 9 10 11 14");
            park(SPINNER, 1, "25 0 1 2 3 4 5 6 7 8 9 10 11 12 14 15");
        }
    }

    /** On a Cortex-M4 behind a server that gives psp and msp. */
    static ThreadXProgram cortexM() {
        return new ThreadXProgram(true);
    }

    /** On an ARM926 behind a server without a target description: gdb has its default set. */
    static ThreadXProgram arm9() {
        return new ThreadXProgram(false);
    }

    /** The description of the Cortex-M's registers. */
    static String description() {
        return Firmware.TARGET_XML.replace(
                "</target>",
                "<feature name=\"org.gnu.gdb.arm.m-system\"><reg name=\"msp\" bitsize=\"32\" type=\"data_ptr\"/>"
                        + "<reg name=\"psp\" bitsize=\"32\" type=\"data_ptr\"/></feature></target>");
    }

    private void place(int number, int word) {
        machine.register(number, word * WORD, WORD);
    }

    private long allocate(int bytes) {
        free += bytes;
        return free - bytes;
    }

    private long text(String text) {
        long at = allocate((text.length() + WORD) / WORD * WORD);
        machine.poke(at, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return at;
    }

    private long queue(String name) {
        long at = allocate(6 * WORD);
        poke(at, QUEUE);
        poke(at + WORD, text(name));
        return at;
    }

    private void create(String name) {
        long stack = allocate(STACK);
        long at = allocate(THREAD);
        threads.put(name, at);
        poke(at, ID);
        poke(at + 12, stack);
        poke(at + 16, stack + STACK - 1);
        poke(at + 40, text(name));
        for (int priority : List.of(44, 148)) {
            poke(at + priority, 15 + threads.size());
        }
        poke(at + 156, 32);
        List<Long> ring = new ArrayList<>(threads.values());
        for (int i = 0; i < ring.size(); i++) {
            poke(ring.get(i) + 136, ring.get((i + 1) % ring.size()));
            poke(ring.get(i) + 140, ring.get((i + ring.size() - 1) % ring.size()));
        }
    }

    /** Puts a frame at the end of a thread's stack: a word that tells its form, then registers. */
    private void park(String name, long form, String registers) {
        String[] numbers = registers.split(" ", -1);
        long frame = top(name) - (1L + numbers.length) * WORD;
        poke(thread(name) + 8, frame);
        poke(frame, form);
        for (int i = 0; i < numbers.length; i++) {
            poke(frame + (i + 1L) * WORD, value(name, Integer.parseInt(numbers[i], 10)));
        }
    }

    /** Where a parked thread's stack pointer is once it runs. */
    long top(String name) {
        return word(thread(name) + 12) + STACK - 0x20;
    }

    /** A register of a parked thread. */
    long value(String name, int register) {
        int index = List.copyOf(threads.keySet()).indexOf(name) + 1;
        return switch (register) {
            case SP -> top(name);
            case LR -> FLASH + 0x200 + 0x40L * index;
            case PC -> FLASH + 0x100 + 0x40L * index;
            case STATUS -> cortexM ? 0x6100_0000L : 0x6000_0013L;
            default -> 0x1000_0000L * index + register;
        };
    }

    Machine machine() {
        return machine;
    }

    Map<String, Long> symbols() {
        return symbols;
    }

    long symbol(String name) {
        return Objects.requireNonNull(symbols.get(name), name);
    }

    long thread(String name) {
        return Objects.requireNonNull(threads.get(name), name);
    }

    private long word(long address) {
        byte[] bytes = machine.read(address, WORD).orElseThrow();
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    void poke(long address, long word) {
        machine.poke(address, HexFormat.of().parseHex(Firmware.hex(word)));
    }

    void register(int number, long value) {
        machine.pokeRegister(1, number, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    /** The processor runs a thread: in each register a value that no frame has. */
    void runs(String name) {
        poke(symbol("_tx_thread_current_ptr"), thread(name));
        for (int number = 0; number <= PC; number++) {
            register(number, 0x0c00_0000L + number);
        }
        register(SP, top(name));
        register(PC, FLASH + 0x150);
        register(STATUS, value(name, STATUS));
    }

    /** No thread is ready: the scheduler waits, on a Cortex-M in the handler of PendSV. */
    void idles() {
        poke(symbol("_tx_thread_current_ptr"), 0);
        register(PC, FLASH + 0x800);
        register(STATUS, cortexM ? 0x6100_000eL : 0x6000_0013L);
        if (cortexM) {
            park(RUNNER, 0xffff_fffdL, "4 5 6 7 8 9 10 11 0 1 2 3 12 14 15 25");
            register(SP, MAIN_STACK - 8);
            register(MSP, MAIN_STACK - 8);
            register(PSP, word(thread(RUNNER) + 8));
        } else {
            park(RUNNER, 0, "25 4 5 6 7 8 9 10 11 14");
            register(SP, word(thread(RUNNER) + 8));
        }
    }

    /** A Cortex-M takes an exception: what it pushes is on the stack of the running thread. */
    void enter(int exception) {
        long psp = top(RUNNER) - 8 * WORD;
        int[] pushed = {0, 1, 2, 3, 12, LR, PC, STATUS};
        for (int i = 0; i < pushed.length; i++) {
            poke(psp + (long) i * WORD, value(RUNNER, pushed[i]));
        }
        register(PSP, psp);
        register(MSP, MAIN_STACK);
        register(SP, MAIN_STACK);
        register(LR, 0xffff_fffdL);
        register(PC, FLASH + 0x900);
        register(STATUS, 0x6100_0000L | exception);
    }
}
