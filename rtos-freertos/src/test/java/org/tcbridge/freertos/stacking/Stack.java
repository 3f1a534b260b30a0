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
    private static final int SIZE = 0x800;
    private static final int FRAME = 0x200;

    private final byte[] bytes = new byte[SIZE];
    private final DataModel data;
    private final int frame;
    private final long pointer;
    private final long controlBlock;
    private int reads;

    Stack(Port port, DataModel data) {
        this.data = data;
        this.frame = FRAME + port.misalignment();
        this.pointer = port.inControlBlock() ? start() + port.size() : start();
        this.controlBlock = port.inControlBlock() ? start() - 0x40 : 0x2000_0000L;
        Arrays.fill(bytes, (byte) 0xa5);
    }

    /** The frame of a task that never ran: what a port does not set up has the fill. */
    static Stack fresh(Port port, DataModel data) {
        Stack stack = new Stack(port, data);
        stack.set(port, "pc", 0x1000_0354L);
        stack.set(port, "lr", 0x1000_46ffL);
        stack.set(port, "r14", 0x1000_0354L);
        port.words(START).forEach(stack::pointer);
        return stack;
    }

    /** The frame of a task that ran: every register has a value of its own, {@link #value(int)}. */
    static Stack used(Port port, DataModel data) {
        Stack stack = new Stack(port, data);
        port.registers().values().forEach(field -> {
            for (int i = field.offset(); i < field.offset() + field.bytes(); i += Integer.BYTES) {
                stack.word(i, value(i));
            }
        });
        port.words(START).forEach(stack::pointer);
        return stack;
    }

    /** Aligned, in RAM or flash, and telling; never a fill. */
    static long value(int offset) {
        return 0x1357_0000L + 16L * offset;
    }

    private void set(Port port, String name, long value) {
        Port.Field field = port.registers().get(name);
        if (field != null) {
            pointer(field.offset(), value);
        }
    }

    long word(int offset) {
        return data.unsigned(bytes, frame + offset, Integer.BYTES);
    }

    /** A word as wide as a pointer. */
    private void pointer(int offset, long value) {
        System.arraycopy(data.bytes(value, data.pointerBytes()), 0, bytes, frame + offset, data.pointerBytes());
    }

    void word(int offset, long value) {
        System.arraycopy(data.bytes(value, Integer.BYTES), 0, bytes, frame + offset, Integer.BYTES);
    }

    long pointer() {
        return pointer;
    }

    /** The frame's lowest address. */
    long start() {
        return START + frame;
    }

    int reads() {
        return reads;
    }

    Task task() {
        return new Task(
                new TaskKey(controlBlock, 0),
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
