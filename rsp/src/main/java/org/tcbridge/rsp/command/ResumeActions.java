package org.tcbridge.rsp.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.rsp.ThreadId;

/**
 * The client has threads move; for each thread the leftmost action that names it holds.
 *
 * @param actions in their order, at least one
 */
public record ResumeActions(List<Action> actions) implements Command {

    /**
     * One action.
     *
     * @param motion what to do
     * @param thread with which thread; empty for all that no other action names
     */
    public record Action(Motion motion, Optional<ThreadId> thread) {}

    /** Keeps a copy of the list. */
    public ResumeActions {
        actions = List.copyOf(actions);
    }

    static ResumeActions parse(String arguments) {
        return new ResumeActions(
                Stream.of(arguments.split(";", -1)).map(ResumeActions::action).toList());
    }

    private static Action action(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Action(Motion.parse(text), Optional.empty())
                : new Action(
                        Motion.parse(text.substring(0, colon)), Optional.of(ThreadId.parse(text.substring(colon + 1))));
    }

    @Override
    public String arguments() {
        return actions.stream()
                .map(action -> action.motion().wire()
                        + action.thread().map(thread -> ":" + thread.wire()).orElse(""))
                .collect(Collectors.joining(";"));
    }
}
