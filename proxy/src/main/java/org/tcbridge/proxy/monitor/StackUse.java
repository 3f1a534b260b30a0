package org.tcbridge.proxy.monitor;

import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.Task;

/**
 * How much of its stack a task uses. Stacks grow down; all sizes are bytes, and empty when they cannot be told.
 *
 * @param task the task
 * @param stackPointer where its stack ends now
 * @param least what was never used, at the stack's low end
 */
record StackUse(Task task, OptionalLong stackPointer, OptionalLong least) {
    private static final int WARN_PERCENT = 90;

    /** Its size. */
    OptionalLong size() {
        return difference(task.stackEnd(), task.stackStart());
    }

    /** What is used now. */
    OptionalLong used() {
        return difference(task.stackEnd(), stackPointer);
    }

    /** What is free now; below zero after an overflow. */
    OptionalLong free() {
        return difference(stackPointer, task.stackStart());
    }

    /** The most that was ever used, its high-water mark. */
    OptionalLong peak() {
        return difference(size(), least);
    }

    private static OptionalLong difference(OptionalLong high, OptionalLong low) {
        return high.isPresent() && low.isPresent()
                ? OptionalLong.of(high.getAsLong() - low.getAsLong())
                : OptionalLong.empty();
    }

    /** What the user should look at; empty when all is well as far as it is known. */
    Optional<String> warning() {
        if (free().orElse(0) < 0) {
            return Optional.of("task %s: its stack pointer 0x%x is %d bytes below its stack"
                    .formatted(task.name(), stackPointer.orElseThrow(), -free().getAsLong()));
        }
        if (least.isPresent() && least.getAsLong() == 0) {
            return Optional.of("task %s: its stack was used to the last byte".formatted(task.name()));
        }
        long most = Math.max(peak().orElse(0), used().orElse(0));
        long percent = 100 * most / Math.max(1, size().orElse(Long.MAX_VALUE));
        return percent < WARN_PERCENT
                ? Optional.empty()
                : Optional.of("task %s: %d of %d bytes of its stack were used, %d %%"
                        .formatted(task.name(), most, size().getAsLong(), percent));
    }
}
