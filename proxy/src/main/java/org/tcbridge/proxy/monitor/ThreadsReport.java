package org.tcbridge.proxy.monitor;

import java.util.ArrayList;
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
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.proxy.threads.TaskModel;
import org.tcbridge.rsp.ThreadId;

/** {@code threads}: tasks with their states, priorities and stacks. What is not known is a question mark. */
final class ThreadsReport {
    /** A stack whose end is not known is looked at so far, in bytes. */
    private static final int SCAN = 64 * 1024;

    /** How an RTOS that counts how often a task was scheduled calls that. */
    private static final String RUNS = "run_count";

    private static final int RUNS_COLUMN = 4;

    private final Debuggee debuggee;

    ThreadsReport(Debuggee debuggee) {
        this.debuggee = debuggee;
    }

    List<String> lines() throws LinkException {
        Optional<String> noTasks = NoTasks.reason(debuggee);
        if (noTasks.isPresent()) {
            return List.of("no tasks: " + noTasks.get());
        }
        TaskModel model = debuggee.tasks().orElseThrow();
        List<DebugThread> threads = debuggee.threads();
        Map<DebugThread, StackUse> stacks = stacks(model, threads);
        boolean counted =
                stacks.values().stream().anyMatch(s -> s.task().facts().containsKey(RUNS));
        TextTable table = new TextTable(counted ? "llrrrrrrrrll" : "llrrrrrrrll");
        table.row(cells(
                counted,
                "runs",
                "id",
                "name",
                "prio",
                "base",
                "used",
                "size",
                "peak",
                "free",
                "least",
                "saved sp",
                "state"));
        for (DebugThread thread : threads) {
            String id = text(debuggee.id(thread));
            StackUse stack = stacks.get(thread);
            if (stack == null) {
                table.row(cells(counted, "", id, "-", "", "", "", "", "", "", "", "", debuggee.text(thread)));
            } else {
                row(table, counted, id, stack);
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("stacks in bytes; peak: the most ever used, least: the least ever free; ?: not known");
        stacks.values().forEach(stack -> stack.warning().ifPresent(warning -> lines.add("warning: " + warning)));
        return lines;
    }

    /** A row's cells, with the one that counts runs where the RTOS counts them. */
    private static String[] cells(boolean counted, String runs, String... cells) {
        List<String> all = new ArrayList<>(List.of(cells));
        if (counted) {
            all.add(RUNS_COLUMN, runs);
        }
        return all.toArray(String[]::new);
    }

    private static void row(TextTable table, boolean counted, String id, StackUse stack) {
        Task task = stack.task();
        Long runs = task.facts().get(RUNS);
        table.row(cells(
                counted,
                runs == null ? "?" : Long.toUnsignedString(runs),
                id,
                task.name().isEmpty() ? "-" : task.name(),
                text(task.priority()),
                text(task.basePriority()),
                text(stack.used()),
                text(stack.size()),
                text(stack.peak()),
                text(stack.free()),
                text(stack.least()),
                task.core().isPresent() ? "running" : "0x%x".formatted(task.stackPointer()),
                task.state().text() + (task.detail().isEmpty() ? "" : ": " + task.detail())));
    }

    /** As gdb writes it. */
    static String text(ThreadId id) {
        return (id.process().isPresent() ? id.process().getAsLong() + "." : "") + id.thread();
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "?";
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "?";
    }

    /**
     * The tasks' stacks. A stack without the kernel's fill byte was used up when other tasks' have it; when no stack has it,
     * this kernel does not fill them, and nothing can be said.
     */
    private Map<DebugThread, StackUse> stacks(TaskModel model, List<DebugThread> threads) throws LinkException {
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
