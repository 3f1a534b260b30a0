package org.tcbridge.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.proxy.monitor.StackUse;

/**
 * What must hold of a target.
 *
 * @param tasks that must be there
 * @param maxStack the most that may ever have been used of a task's stack, in percent; empty when it does not matter
 * @param noOverflow whether no stack may have been used to its last byte
 */
public record Expectations(List<ExpectedTask> tasks, OptionalInt maxStack, boolean noOverflow) {
    /** Copies the list. */
    public Expectations {
        tasks = List.copyOf(tasks);
    }

    /**
     * Looks whether they hold: each by itself, those about stacks for each task.
     *
     * @param symbols tell where a task is of which something does not hold
     */
    public List<Check> check(Survey survey, Symbolizer symbols) {
        List<Check> checks = new ArrayList<>();
        tasks.forEach(task -> checks.add(task.check(survey, symbols)));
        for (ThreadRow row : survey.threads()) {
            if (row.stack().isPresent()) {
                String task = "task " + Survey.name(row);
                String where = symbols.where(row);
                if (maxStack.isPresent()) {
                    checks.add(used(task, row.stack().get(), maxStack.getAsInt(), where));
                }
                if (noOverflow) {
                    checks.add(overflow(task, row.stack().get(), where));
                }
            }
        }
        return checks;
    }

    private static Check used(String task, StackUse stack, int most, String where) {
        String title = "%s uses at most %d %% of its stack".formatted(task, most);
        OptionalLong percent = stack.percent();
        if (percent.isEmpty()) {
            return Check.failed(
                    title,
                    task + ": how much of its stack is used is not known: expected at most " + most + " %" + where);
        }
        return percent.getAsLong() <= most
                ? Check.held(title)
                : Check.failed(
                        title,
                        "%s: %d %% of the %d bytes of its stack were used: expected at most %d %%%s"
                                .formatted(
                                        task, percent.getAsLong(), stack.size().orElseThrow(), most, where));
    }

    private static Check overflow(String task, StackUse stack, String where) {
        String title = task + " has not overflowed its stack";
        return stack.overflowed()
                ? Check.failed(title, stack.warning().orElse(task + " has overflowed its stack") + where)
                : Check.held(title);
    }
}
