package org.tcbridge.proxy.threads;

import org.tcbridge.core.rtos.Task;

/** What a thread id that gdb knows stands for. */
public sealed interface DebugThread {
    /** The number of the thread, for gdb. */
    long number();

    /** A thread that a CPU executes: its registers are the server's. */
    sealed interface OnCpu extends DebugThread {
        /** Index of the CPU. */
        int cpu();
    }

    /** A task that does not execute: its registers were saved. */
    sealed interface SavedTask extends DebugThread {
        /** The task. */
        Task task();
    }

    /**
     * A task on a CPU.
     *
     * @param cpu index of the CPU
     */
    record RunningTask(long number, int cpu, Task task) implements OnCpu {}

    /** A task that the kernel does not run: its registers are in its stack. */
    record ParkedTask(long number, Task task) implements SavedTask {}

    /**
     * The task that a handler interrupted, where the handler is a thread of its own: its registers are where the CPU saved
     * them, and partly still in the CPU.
     *
     * @param cpu index of the CPU
     * @param exception what the handler handles, such as {@code exception 15 (SysTick)}
     */
    record InterruptedTask(long number, int cpu, Task task, String exception) implements SavedTask {}

    /**
     * The handler of an exception, the innermost of nested ones.
     *
     * @param cpu index of the CPU
     * @param exception such as {@code exception 15 (SysTick)}
     * @param interrupted the task
     */
    record Handler(long number, int cpu, String exception, Task interrupted) implements OnCpu {}

    /**
     * What a CPU does when it runs no task: start-up code, the idle loop of a scheduler without an idle task.
     *
     * @param cpu index of the CPU
     */
    record Cpu(long number, int cpu) implements OnCpu {}
}
