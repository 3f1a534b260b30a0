package org.tcbridge.proxy.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.ThreadId;

/** {@code threads}: tasks with their states, priorities and stacks. What is not known is a question mark. */
final class ThreadsReport {
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
        List<DebugThread> threads = debuggee.threads();
        Map<DebugThread, StackUse> stacks = Stacks.of(debuggee, threads);
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
}
