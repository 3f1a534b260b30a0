package org.tcbridge.proxy.threads;

import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.rtos.Task;

/** A thread in words, as {@code info threads} shows it. */
public final class ThreadText {
    private ThreadText() {}

    /** The task's name; empty for a CPU, and for a task without one. */
    public static Optional<String> name(DebugThread thread) {
        return switch (thread) {
            case DebugThread.RunningTask running -> name(running.task());
            case DebugThread.ParkedTask parked -> name(parked.task());
            case DebugThread.Cpu ignored -> Optional.empty();
        };
    }

    private static Optional<String> name(Task task) {
        return task.name().isEmpty() ? Optional.empty() : Optional.of(task.name());
    }

    /** The CPU a thread is on. */
    public static OptionalInt core(DebugThread thread) {
        return switch (thread) {
            case DebugThread.RunningTask running -> OptionalInt.of(running.cpu());
            case DebugThread.ParkedTask ignored -> OptionalInt.empty();
            case DebugThread.Cpu cpu -> OptionalInt.of(cpu.cpu());
        };
    }

    /** State, what it waits for, priority. */
    public static String text(DebugThread thread) {
        return switch (thread) {
            case DebugThread.RunningTask running -> text(running.task());
            case DebugThread.ParkedTask parked -> text(parked.task());
            case DebugThread.Cpu cpu -> "CPU " + cpu.cpu() + ", no task";
        };
    }

    private static String text(Task task) {
        StringBuilder text = new StringBuilder(task.state().text());
        if (!task.detail().isEmpty()) {
            text.append(": ").append(task.detail());
        }
        task.priority().ifPresent(p -> text.append(", priority ").append(p));
        if (task.basePriority().isPresent() && !task.basePriority().equals(task.priority())) {
            text.append(" (base ").append(task.basePriority().getAsInt()).append(')');
        }
        return text.toString();
    }
}
