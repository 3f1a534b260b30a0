package org.tcbridge.cli.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.proxy.monitor.StackUse;
import org.tcbridge.proxy.threads.DebugThread;

/**
 * A thread of the target as it stands.
 *
 * @param thread what it is
 * @param name of the task, or the exception that a handler handles; empty for a CPU and for a task without a name
 * @param core the CPU it is on
 * @param stack how much of its stack is used; empty for what is no task
 * @param pc where it goes on
 * @param link what its link register holds: the caller, while the function it is in has not called another
 * @param registers all of them, those that are not known too; empty when nobody asked
 * @param problem why its registers are not known; empty when all is well
 */
public record ThreadRow(
        DebugThread thread,
        Optional<String> name,
        OptionalInt core,
        Optional<StackUse> stack,
        OptionalLong pc,
        OptionalLong link,
        List<RegisterValue> registers,
        String problem) {
    /** Copies the list. */
    public ThreadRow {
        registers = List.copyOf(registers);
    }

    /** The task; empty for a handler and a CPU. */
    public Optional<Task> task() {
        return switch (thread) {
            case DebugThread.RunningTask running -> Optional.of(running.task());
            case DebugThread.SavedTask saved -> Optional.of(saved.task());
            case DebugThread.Handler ignored -> Optional.empty();
            case DebugThread.Cpu ignored -> Optional.empty();
        };
    }

    /** {@code task}, {@code handler} or {@code cpu}. */
    public String kind() {
        return switch (thread) {
            case DebugThread.RunningTask ignored -> "task";
            case DebugThread.SavedTask ignored -> "task";
            case DebugThread.Handler ignored -> "handler";
            case DebugThread.Cpu ignored -> "cpu";
        };
    }

    /** A task's state, in the words all RTOSes share; {@code interrupted} for one whose CPU is in a handler that is a thread. */
    public String state() {
        return thread instanceof DebugThread.InterruptedTask
                ? "interrupted"
                : task().map(task -> task.state().text()).orElse(kind());
    }

    /** What a task waits for, for people; empty when it does not wait. */
    public String waits() {
        return task().map(Task::detail).orElse("");
    }
}
