package org.tcbridge.freertos.stacking;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;

/** A task's stack, filled as FreeRTOS fills it (tasks.c, tskSTACK_FILL_BYTE), that holds one frame. */
final class Stack implements Memory {
    static final long START = 0x20000400L;
    private static final int SIZE = 0x400;
    private static final int FRAME = 0x200;

    private final byte[] bytes = new byte[SIZE];
    private final DataModel data;
    private int reads;

    Stack(DataModel data) {
        this.data = data;
        Arrays.fill(bytes, (byte) 0xa5);
    }

    /** The frame of a task that never ran: what a port does not set up has the fill. */
    static Stack fresh(Port port, DataModel data) {
        Stack stack = new Stack(data);
        Map<String, Integer> registers = port.registers();
        stack.set(registers, "pc", 0x1000_0354L);
        stack.set(registers, "lr", 0x1000_46ffL);
        stack.set(registers, "r14", 0x1000_0354L);
        port.words(START).forEach(stack::word);
        return stack;
    }

    /** The frame of a task that ran: every register has a value of its own, {@link #value(int)}. */
    static Stack used(Port port, DataModel data) {
        Stack stack = new Stack(data);
        port.registers().forEach((name, offset) -> {
            for (int i = 0; i < Port.bytes(name); i += Integer.BYTES) {
                stack.word(offset + i, value(offset + i));
            }
        });
        port.words(START).forEach(stack::word);
        return stack;
    }

    /** Aligned, in RAM or flash, and telling; never a fill. */
    static long value(int offset) {
        return 0x1357_0000L + 16L * offset;
    }

    private void set(Map<String, Integer> registers, String name, long value) {
        if (registers.containsKey(name)) {
            word(registers.get(name), value);
        }
    }

    void word(int offset, long value) {
        System.arraycopy(data.bytes(value, Integer.BYTES), 0, bytes, FRAME + offset, Integer.BYTES);
    }

    static long pointer() {
        return START + FRAME;
    }

    int reads() {
        return reads;
    }

    static Task task() {
        return new Task(
                new TaskKey(0x2000_0000L, 0),
                "task",
                TaskState.READY,
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.of(START),
                OptionalLong.empty(),
                pointer(),
                Map.of());
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        reads++;
        long offset = address - START;
        if (offset < 0 || offset > bytes.length - length) {
            throw new MemoryException(address, length, "E14");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public void write(long address, byte[] fresh) {
        System.arraycopy(fresh, 0, bytes, (int) (address - START), fresh.length);
    }
}
