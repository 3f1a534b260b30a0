package org.tcbridge.core.rtos;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who is on the CPUs, as one memory read tells.
 *
 * @param tasks per core the address of the task control block that runs there; empty when none does
 * @param started whether the kernel runs; when it does and no core has a task, it is idle without an idle task
 * @param changes a number that differs when tasks may have been created since; constant when the kernel has none
 */
public record Current(List<OptionalLong> tasks, boolean started, long changes) {
    /** Copies the list. */
    public Current {
        tasks = List.copyOf(tasks);
    }

    /** Of a kernel that always runs a task once it has started. */
    public Current(List<OptionalLong> tasks, long changes) {
        this(tasks, tasks.stream().anyMatch(OptionalLong::isPresent), changes);
    }
}
