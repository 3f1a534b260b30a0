package org.tcbridge.proxy.threads;

import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.rtos.Task;

/** A thread in words, as {@code info threads} shows it. */
public final class ThreadText {
    private ThreadText() {}

    /** The task's name, or a handler's exception; empty for a CPU, and for a task without a name. */
    public static Optional<String> name(DebugThread thread) {
        return switch (thread) {
            case DebugThread.RunningTask running -> name(running.task());
            case DebugThread.SavedTask saved -> name(saved.task());
            case DebugThread.Handler handler -> Optional.of(handler.exception());
            case DebugThread.Cpu ignored -> Optional.empty();
        };
    }

    private static Optional<String> name(Task task) {
        return task.name().isEmpty() ? Optional.empty() : Optional.of(task.name());
    }

    /** The CPU a thread is on. */
    public static OptionalInt core(DebugThread thread) {
        return switch (thread) {
            case DebugThread.OnCpu there -> OptionalInt.of(there.cpu());
            case DebugThread.InterruptedTask interrupted -> OptionalInt.of(interrupted.cpu());
            case DebugThread.ParkedTask ignored -> OptionalInt.empty();
        };
    }

    /**
     * State, what it waits for, priority.
     *
     * @param exception whose handler the thread's CPU is in, if it is
     */
    static String text(DebugThread thread, Optional<String> exception) {
        String in = exception.map(e -> ", in handler: " + e).orElse("");
        return switch (thread) {
            // that it is in an interrupt, the RTOS may tell as well
            case DebugThread.RunningTask running -> text(running.task(), in, in.isEmpty());
            case DebugThread.InterruptedTask interrupted ->
                text(interrupted.task(), ", interrupted by " + interrupted.exception(), true);
            case DebugThread.ParkedTask parked -> text(parked.task(), "", true);
            case DebugThread.Handler handler ->
                "handler, interrupts "
                        + name(handler.interrupted()).map(n -> "task " + n).orElse("a task");
            case DebugThread.Cpu cpu -> "CPU " + cpu.cpu() + ", no task" + in;
        };
    }

    private static String text(Task task, String interruption, boolean withDetail) {
        StringBuilder text = new StringBuilder(task.state().text()).append(interruption);
        if (withDetail && !task.detail().isEmpty()) {
            text.append(": ").append(task.detail());
        }
        task.priority().ifPresent(p -> text.append(", priority ").append(p));
        if (task.basePriority().isPresent() && !task.basePriority().equals(task.priority())) {
            text.append(" (base ").append(task.basePriority().getAsInt()).append(')');
        }
        if (task.name().isEmpty()) {
            text.append(", control block 0x").append(Long.toHexString(task.key().address()));
        }
        return text.toString();
    }
}
