package org.tcbridge.threadx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.symbol.Symbols;

/**
 * A kernel laid out in memory as the C compiler and tx_api.h would have it. Shares nothing with the code under test: fields are put
 * one behind the other with plain arithmetic.
 */
final class KernelImage implements Symbols, Memory {
    static final long RAM = 0x2000_0000L;
    static final long STACKS = RAM + 0x200000;
    static final int STACK_BYTES = 0x400;
    private static final int RAM_BYTES = 0x400000;

    final KernelConfig config;
    final Map<String, Long> symbols = new LinkedHashMap<>();
    final List<Long> threads = new ArrayList<>();
    private final byte[] bytes = new byte[RAM_BYTES];
    private final Map<Long, Integer> holes = new LinkedHashMap<>();
    private long brk = RAM + 0x100;
    private int reads;
    private int gap;
    private int created;

    // where a thread's fields are
    final int stackPointer;
    final int name;
    final int controlBlock;
    final int createdNext;
    final int extension2;
    final int userPriority;
    final int entry;
    final int size;

    KernelImage(KernelConfig config) {
        this.config = config;
        int word = config.word();
        int number = config.number();
        stackPointer = up(2 * number, word);
        int at = stackPointer + 3 * word + 3 * number;
        at = up(at, word) + 2 * word + config.extension0();
        name = up(at, word);
        entry = up(name + word + 5 * 4, word) + word;
        at = up(entry + word + number, Math.max(word, number));
        // the timer: two numbers, a function, a number, three pointers
        at = up(at + 2 * number, word) + word + number;
        at = up(at, word) + 3 * word;
        at = up(at + (config.cores() > 1 ? number : 0), word) + config.timer();
        controlBlock = up(at, word) + word;
        at = up(controlBlock + 3 * word + number, word) + word + 2 * 4;
        createdNext = up(at + config.extension1(), word);
        at = createdNext + 2 * word + (config.cores() > 1 ? 2 * 4 + number : 0);
        extension2 = at;
        at = up(at + config.extension2(), word) + word;
        userPriority = at;
        size = up(userPriority + 24, word);
        variable("_tx_thread_current_ptr", config.cores() * word);
        variable("_tx_thread_execute_ptr", config.cores() * word);
        variable("_tx_thread_created_ptr", word);
        variable("_tx_thread_created_count", number);
        variable("_tx_thread_system_state", config.cores() * number);
        variable("_tx_thread_preempt_disable", number);
        if (config.cores() > 1) {
            variable("_tx_thread_smp_protection", 7 * word);
        }
    }

    private static int up(int value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    void variable(String variable, int length) {
        symbols.put(variable, allocate(length));
    }

    private long allocate(int length) {
        brk = RAM + up((int) (brk - RAM), 8);
        brk += length;
        return brk - length;
    }

    long symbol(String variable) {
        return java.util.Objects.requireNonNull(symbols.get(variable), variable);
    }

    long string(String text) {
        long at = allocate(text.length() + 1);
        byte[] raw = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(raw, 0, bytes, (int) (at - RAM), raw.length);
        return at;
    }

    /** An object to wait on. */
    long object(long id, long nameAddress) {
        long at = allocate(6 * config.word());
        poke(at, id, config.number());
        poke(at + up(config.number(), config.word()), nameAddress, config.word());
        return at;
    }

    /** From now on control blocks are at least so many bytes apart. */
    void spread(int gap) {
        this.gap = gap;
    }

    /** Creates a thread at the end of the ring. */
    long thread(String threadName, int state, int priority) {
        return thread(threadName.isEmpty() ? 0 : string(threadName), state, priority, priority);
    }

    long thread(long nameAddress, int state, int priority, int user) {
        int word = config.word();
        int number = config.number();
        long at = allocate(size);
        brk += gap;
        long stack = STACKS + (long) created * STACK_BYTES;
        poke(at, 0x54485244, number);
        poke(at + number, 100 + threads.size(), number);
        poke(at + stackPointer, stack + STACK_BYTES - 0x100, word);
        poke(at + stackPointer + word, stack, word);
        poke(at + stackPointer + 2L * word, stack + STACK_BYTES - 1, word);
        poke(at + stackPointer + 3L * word, STACK_BYTES, number);
        poke(at + name, nameAddress, word);
        poke(at + name + word, priority, 4);
        poke(at + name + word + 4, state, 4);
        poke(at + name + word + 16, priority, 4);
        poke(at + entry, 0x1000 + 16L * threads.size(), word);
        poke(at + userPriority, user, 4);
        poke(at + userPriority + 4, user, 4);
        poke(at + userPriority + 8, priority == user ? 32 : priority, 4);
        threads.add(at);
        created++;
        link();
        return at;
    }

    /** Takes a thread out of the ring. */
    void delete(long thread) {
        threads.remove(thread);
        link();
    }

    private void link() {
        int word = config.word();
        int count = threads.size();
        for (int i = 0; i < count; i++) {
            poke(threads.get(i) + createdNext, threads.get((i + 1) % count), word);
            poke(threads.get(i) + createdNext + word, threads.get((i + count - 1) % count), word);
        }
        poke(symbol("_tx_thread_created_ptr"), threads.getFirst(), word);
        poke(symbol("_tx_thread_created_count"), count, config.number());
    }

    void waitOn(long thread, long object) {
        poke(thread + controlBlock, object, config.word());
    }

    void runs(int core, long thread) {
        poke(symbol("_tx_thread_current_ptr") + (long) core * config.word(), thread, config.word());
    }

    void state(int core, long value) {
        poke(symbol("_tx_thread_system_state") + (long) core * config.number(), value, config.number());
    }

    void poke(long address, long value, int length) {
        for (int i = 0; i < length; i++) {
            int at = config.order() == java.nio.ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
            bytes[(int) (address - RAM) + at] = (byte) (value >>> (8 * i));
        }
    }

    void hole(long address, int length) {
        holes.put(address, length);
    }

    void noHoles() {
        holes.clear();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Reads since the last call. */
    int takeReads() {
        int taken = reads;
        reads = 0;
        return taken;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        reads++;
        long offset = address - RAM;
        boolean inside = offset >= 0 && length >= 0 && offset <= bytes.length - length;
        if (!inside
                || holes.entrySet().stream()
                        .anyMatch(h -> address < h.getKey() + h.getValue() && h.getKey() < address + length)) {
            throw new MemoryException(address, length, "E14");
        }
        byte[] out = new byte[length];
        System.arraycopy(bytes, (int) offset, out, 0, length);
        return out;
    }

    @Override
    public void write(long address, byte[] data) {
        System.arraycopy(data, 0, bytes, (int) (address - RAM), data.length);
    }

    @Override
    public OptionalLong address(String symbol) {
        Long address = symbols.get(symbol);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    @Override
    public OptionalLong size(String symbol) {
        return OptionalLong.empty();
    }
}
