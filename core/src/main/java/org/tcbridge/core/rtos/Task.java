package org.tcbridge.core.rtos;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One task as a snapshot found it.
 *
 * @param key identity
 * @param name as the RTOS has it, undecorated; empty when it has none
 * @param state what it is doing
 * @param detail what it waits for and on which list, for people; empty when there is nothing to say
 * @param priority as the RTOS counts, raised by inheritance; empty when unknown
 * @param basePriority without inheritance; empty when unknown
 * @param core the core it runs on, from 0; empty when it does not run
 * @param stackStart lowest address of its stack; empty when unknown
 * @param stackEnd address behind its stack; empty when the control block does not tell
 * @param stackPointer saved stack pointer, the address of the saved frame; stale for a running task
 * @param facts further values of the control block that stacking models ask for as {@code task.NAME}
 */
public record Task(
        TaskKey key,
        String name,
        TaskState state,
        String detail,
        OptionalInt priority,
        OptionalInt basePriority,
        OptionalInt core,
        OptionalLong stackStart,
        OptionalLong stackEnd,
        long stackPointer,
        Map<String, Long> facts) {
    /** Copies the facts. */
    public Task {
        facts = Map.copyOf(facts);
    }

    /**
     * This task with its registers saved elsewhere.
     *
     * @param frame address of the saved frame
     * @param more facts, beside those there are
     */
    public Task at(long frame, Map<String, Long> more) {
        Map<String, Long> all = new HashMap<>(facts);
        all.putAll(more);
        return new Task(key, name, state, detail, priority, basePriority, core, stackStart, stackEnd, frame, all);
    }
}
