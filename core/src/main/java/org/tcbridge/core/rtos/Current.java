package org.tcbridge.core.rtos;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who is on the CPUs, as one memory read tells.
 *
 * @param tasks per core the address of the task control block that runs there; empty when none does
 * @param changes a number that differs when tasks may have been created since; constant when the kernel has none
 */
public record Current(List<OptionalLong> tasks, long changes) {
    /** Copies the list. */
    public Current {
        tasks = List.copyOf(tasks);
    }
}
