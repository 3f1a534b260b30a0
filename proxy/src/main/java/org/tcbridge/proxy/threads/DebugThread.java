package org.tcbridge.proxy.threads;

import org.tcbridge.core.rtos.Task;

/** What a thread id that gdb knows stands for. */
public sealed interface DebugThread {
    /** The number of the thread, for gdb. */
    long number();

    /**
     * A task on a CPU: its registers are the server's.
     *
     * @param cpu index of the CPU
     */
    record RunningTask(long number, int cpu, Task task) implements DebugThread {}

    /** A task that does not run: its registers are in its stack. */
    record ParkedTask(long number, Task task) implements DebugThread {}

    /**
     * What a CPU does when it runs no task: start-up code, the idle loop of a scheduler without an idle task.
     *
     * @param cpu index of the CPU
     */
    record Cpu(long number, int cpu) implements DebugThread {}
}
