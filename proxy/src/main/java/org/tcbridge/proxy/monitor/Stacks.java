package org.tcbridge.proxy.monitor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.proxy.threads.TaskModel;

/** The stacks of tasks: how much of each is used, and ever was. */
public final class Stacks {
    /** A stack whose end is not known is looked at so far, in bytes. */
    private static final int SCAN = 64 * 1024;

    private final Debuggee debuggee;

    private Stacks(Debuggee debuggee) {
        this.debuggee = debuggee;
    }

    /**
     * The tasks' stacks. A stack without the kernel's fill byte was used up when other tasks' have it; when no stack has it,
     * this kernel does not fill them, and nothing can be said.
     *
     * @param debuggee a target with tasks
     * @param threads those that are looked at; those that are no tasks have no stack in the result
     * @throws LinkException when the server is gone
     */
    public static Map<DebugThread, StackUse> of(Debuggee debuggee, List<DebugThread> threads) throws LinkException {
        return new Stacks(debuggee).all(threads);
    }

    private Map<DebugThread, StackUse> all(List<DebugThread> threads) throws LinkException {
        TaskModel model = debuggee.tasks().orElseThrow();
        int word = model.model().map(DataModel::pointerBytes).orElse(Integer.BYTES);
        OptionalInt fill = model.view().stackFill();
        Optional<StackScan> scan = fill.isPresent()
                ? Optional.of(new StackScan(debuggee.memory(), fill.getAsInt(), word))
                : Optional.empty();
        Map<DebugThread, StackUse> stacks = new LinkedHashMap<>();
        for (DebugThread thread : threads) {
            switch (thread) {
                case DebugThread.ParkedTask parked -> {
                    Task task = parked.task();
                    // one that the kernel has on a CPU the server does not know: what it saved is stale
                    boolean saved = task.core().isEmpty();
                    OptionalLong pointer = saved ? parkedAt(model, task) : OptionalLong.empty();
                    stacks.put(parked, stack(task, pointer, scan));
                }
                case DebugThread.RunningTask running -> stacks.put(running, stack(running.task(), live(running), scan));
                case DebugThread.InterruptedTask interrupted ->
                    stacks.put(interrupted, stack(interrupted.task(), OptionalLong.empty(), scan));
                case DebugThread.Handler ignored -> {}
                case DebugThread.Cpu ignored -> {}
            }
        }
        if (stacks.values().stream().allMatch(stack -> stack.least().orElse(0) == 0)) {
            stacks.replaceAll((_, stack) -> new StackUse(stack.task(), stack.stackPointer(), OptionalLong.empty()));
        }
        return stacks;
    }

    /** The stack pointer of a parked task: its saved one, unless that leads to registers in its control block. */
    private static OptionalLong parkedAt(TaskModel model, Task task) {
        boolean elsewhere = model.stacking() instanceof Selection.Chosen(var chosen, var reason)
                && chosen.model().inControlBlock();
        try {
            return OptionalLong.of(elsewhere ? model.context(task).sp() : task.stackPointer());
        } catch (FrameException e) {
            return OptionalLong.empty();
        }
    }

    private static StackUse stack(Task task, OptionalLong stackPointer, Optional<StackScan> scan) {
        if (scan.isEmpty() || task.stackStart().isEmpty()) {
            return new StackUse(task, stackPointer, OptionalLong.empty());
        }
        long start = task.stackStart().getAsLong();
        long limit = stackPointer.orElse(task.stackEnd().orElse(start + SCAN));
        return new StackUse(task, stackPointer, scan.get().untouched(start, limit));
    }

    /**
     * The stack pointer of the task on the only CPU. In an interrupt's handler it is not the task's, so it is believed only
     * when it is inside the task's stack. Of several CPUs none is asked: the server would have to select another one.
     */
    private OptionalLong live(DebugThread.RunningTask running) throws LinkException {
        Task task = running.task();
        if (debuggee.cpus().count() > 1
                || task.stackStart().isEmpty()
                || task.stackEnd().isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<LiveRegisters> registers = debuggee.live(running.cpu());
        OptionalLong pointer = registers.map(r -> r.value("sp")).orElse(OptionalLong.empty());
        boolean inside = pointer.isPresent()
                && Long.compareUnsigned(pointer.getAsLong(), task.stackStart().getAsLong()) >= 0
                && Long.compareUnsigned(pointer.getAsLong(), task.stackEnd().getAsLong()) <= 0;
        return inside ? pointer : OptionalLong.empty();
    }
}
