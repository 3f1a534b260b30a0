package org.tcbridge.cli.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tcbridge.core.rtos.TaskState;

/**
 * A task that must be there.
 *
 * @param state what it must be doing; empty when that does not matter
 */
public record ExpectedTask(String name, Optional<TaskState> state) {
    /**
     * Reads {@code NAME} or {@code NAME:STATE}.
     *
     * @throws IllegalArgumentException when there is no name, or it is not a state; names them all
     */
    public static ExpectedTask parse(String text) {
        int colon = text.lastIndexOf(':');
        if (text.isEmpty() || colon == 0) {
            throw new IllegalArgumentException("'" + text + "': expected NAME or NAME:STATE");
        }
        if (colon < 0) {
            return new ExpectedTask(text, Optional.empty());
        }
        String word = text.substring(colon + 1);
        Optional<TaskState> state = Arrays.stream(TaskState.values())
                .filter(s -> s.text().equals(word))
                .findFirst();
        if (state.isEmpty()) {
            throw new IllegalArgumentException("state '%s': expected one of %s"
                    .formatted(
                            word,
                            Arrays.stream(TaskState.values())
                                    .map(TaskState::text)
                                    .collect(Collectors.joining(", "))));
        }
        return new ExpectedTask(text.substring(0, colon), state);
    }

    Check check(Survey survey, Symbolizer symbols) {
        String title = "task " + name + state.map(s -> " is " + s.text()).orElse(" is there");
        List<ThreadRow> rows = survey.threads().stream()
                .filter(row ->
                        row.task().filter(task -> task.name().equals(name)).isPresent())
                .toList();
        List<TaskState> found =
                rows.stream().map(row -> row.task().orElseThrow().state()).toList();
        if (found.isEmpty()) {
            return Check.failed(title, "there is no task " + name);
        }
        return state.isEmpty() || found.contains(state.get())
                ? Check.held(title)
                : Check.failed(
                        title,
                        "task %s is %s: expected %s%s"
                                .formatted(
                                        name,
                                        found.stream().map(TaskState::text).collect(Collectors.joining(", ")),
                                        state.get().text(),
                                        rows.stream().map(symbols::where).collect(Collectors.joining())));
    }
}
