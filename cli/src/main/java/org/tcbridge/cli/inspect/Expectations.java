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

    /** Looks whether they hold: each by itself, those about stacks for each task. */
    public List<Check> check(Survey survey) {
        List<Check> checks = new ArrayList<>();
        tasks.forEach(task -> checks.add(task.check(survey)));
        for (ThreadRow row : survey.threads()) {
            if (row.stack().isPresent()) {
                String task = "task " + Survey.name(row);
                if (maxStack.isPresent()) {
                    checks.add(used(task, row.stack().get(), maxStack.getAsInt()));
                }
                if (noOverflow) {
                    checks.add(overflow(task, row.stack().get()));
                }
            }
        }
        return checks;
    }

    private static Check used(String task, StackUse stack, int most) {
        String title = "%s uses at most %d %% of its stack".formatted(task, most);
        OptionalLong percent = stack.percent();
        if (percent.isEmpty()) {
            return Check.failed(
                    title, task + ": how much of its stack is used is not known: expected at most " + most + " %");
        }
        return percent.getAsLong() <= most
                ? Check.held(title)
                : Check.failed(
                        title,
                        "%s: %d %% of the %d bytes of its stack were used: expected at most %d %%"
                                .formatted(
                                        task, percent.getAsLong(), stack.size().orElseThrow(), most));
    }

    private static Check overflow(String task, StackUse stack) {
        String title = task + " has not overflowed its stack";
        return stack.overflowed()
                ? Check.failed(title, stack.warning().orElse(task + " has overflowed its stack"))
                : Check.held(title);
    }
}
