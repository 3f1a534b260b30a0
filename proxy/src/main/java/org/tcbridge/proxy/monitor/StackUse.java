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
public record StackUse(Task task, OptionalLong stackPointer, OptionalLong least) {
    private static final int WARN_PERCENT = 90;

    /** Its size. */
    public OptionalLong size() {
        return difference(task.stackEnd(), task.stackStart());
    }

    /** What is used now. */
    public OptionalLong used() {
        return difference(task.stackEnd(), stackPointer);
    }

    /** What is free now; below zero after an overflow. */
    public OptionalLong free() {
        return difference(stackPointer, task.stackStart());
    }

    /** The most that was ever used, its high-water mark. */
    public OptionalLong peak() {
        return difference(size(), least);
    }

    /** The most that was ever used as far as it is known, in percent of the size, rounded down. */
    public OptionalLong percent() {
        boolean known = size().orElse(0) > 0 && (peak().isPresent() || used().isPresent());
        return known ? OptionalLong.of(100 * most() / size().getAsLong()) : OptionalLong.empty();
    }

    private long most() {
        return Math.max(peak().orElse(0), used().orElse(0));
    }

    /** True when the stack pointer is below the stack, or the stack was used to the last byte, and more perhaps. */
    public boolean overflowed() {
        return isBelow() || (least.isPresent() && least.getAsLong() == 0);
    }

    private boolean isBelow() {
        return free().orElse(0) < 0;
    }

    private static OptionalLong difference(OptionalLong high, OptionalLong low) {
        return high.isPresent() && low.isPresent()
                ? OptionalLong.of(high.getAsLong() - low.getAsLong())
                : OptionalLong.empty();
    }

    /** What the user should look at; empty when all is well as far as it is known. */
    public Optional<String> warning() {
        if (isBelow()) {
            return Optional.of("task %s: its stack pointer 0x%x is %d bytes below its stack"
                    .formatted(task.name(), stackPointer.orElseThrow(), -free().getAsLong()));
        }
        if (overflowed()) {
            return Optional.of("task %s: its stack was used to the last byte".formatted(task.name()));
        }
        return percent().orElse(0) < WARN_PERCENT
                ? Optional.empty()
                : Optional.of("task %s: %d of %d bytes of its stack were used, %d %%"
                        .formatted(
                                task.name(),
                                most(),
                                size().orElseThrow(),
                                percent().orElseThrow()));
    }
}
