package org.tcbridge.core.stacking;

import org.tcbridge.core.rtos.Task;

/**
 * Whether a saved stack pointer can be one. A pointer somewhat below its stack is let through: an overflown stack is
 * what the user may be looking for, and its frame was written all the same.
 */
final class StackBounds {
    /**
     * An RTOS may give the address of the last word, or that address rounded down, as a stack's end; in pointers.
     * FreeRTOS does (tasks.c, prvInitialiseNewTask, pxEndOfStack).
     */
    private static final int SLACK = 4;

    /** So far into a control block a saved context ends at most, in bytes: MPU settings come before it. */
    private static final int LARGEST_CONTROL_BLOCK = 2048;

    private StackBounds() {}

    static void check(Task task, int pointerBytes, int most) throws FrameException {
        long pointer = task.stackPointer();
        if (pointer == 0 || pointer % pointerBytes != 0) {
            throw new FrameException("a stack pointer is a multiple of " + pointerBytes + " and not 0");
        }
        if (Long.compareUnsigned(pointer, mask(pointerBytes) - most) > 0) {
            throw new FrameException("expected " + most + " bytes of address space behind it");
        }
        if (task.stackStart().isPresent()
                && Long.compareUnsigned(pointer, task.stackStart().getAsLong() - most) < 0
                && Long.compareUnsigned(task.stackStart().getAsLong(), most) > 0) {
            throw new FrameException("outside the stack, which starts at 0x%x"
                    .formatted(task.stackStart().getAsLong()));
        }
    }

    /** A frame below the pointer, and both inside the control block: no memory is read of one that cannot be there. */
    static void checkControlBlock(Task task, int pointerBytes, int most) throws FrameException {
        long offset = task.stackPointer() - task.key().address();
        if (offset <= 0 || offset > LARGEST_CONTROL_BLOCK || offset % pointerBytes != 0) {
            throw new FrameException("not in the task's control block at 0x%x"
                    .formatted(task.key().address()));
        }
        if (Long.compareUnsigned(task.stackPointer(), most) < 0) {
            throw new FrameException("expected " + most + " bytes of address space before it");
        }
    }

    static void checkEnd(Task task, int pointerBytes, int size) throws FrameException {
        if (task.stackEnd().isPresent()
                && Long.compareUnsigned(
                                task.stackPointer() + size, task.stackEnd().getAsLong() + (long) SLACK * pointerBytes)
                        > 0) {
            throw new FrameException("%d bytes: outside the stack, which ends at 0x%x"
                    .formatted(size, task.stackEnd().getAsLong()));
        }
    }

    /** Largest address. */
    static long mask(int pointerBytes) {
        return pointerBytes == Long.BYTES ? -1 : (1L << (8 * pointerBytes)) - 1;
    }
}
