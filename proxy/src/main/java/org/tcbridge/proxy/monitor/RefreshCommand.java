package org.tcbridge.proxy.monitor;

import java.util.List;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskModel;

/** {@code refresh}: forgets what was learnt of the kernel and of its saved registers, and learns it anew. */
final class RefreshCommand {
    private RefreshCommand() {}

    static List<String> run(Debuggee debuggee) throws LinkException {
        debuggee.relearn();
        return List.of(
                debuggee.tasks().map(RefreshCommand::result).orElseGet(() -> "nothing to learn: " + debuggee.status()));
    }

    private static String result(TaskModel model) {
        return switch (model.snapshot()) {
            case Snapshot.NoTasks(String reason) -> "learnt anew: no tasks: " + reason;
            case Snapshot.Tasks tasks ->
                "learnt anew: %d tasks, %d problems, saved registers: %s"
                        .formatted(
                                tasks.tasks().size(),
                                tasks.problems().size(),
                                switch (model.stacking()) {
                                    case Selection.Chosen(var chosen, var votes) ->
                                        chosen.model().header().id();
                                    case Selection.None(String reason) -> "not known: " + reason;
                                });
        };
    }
}
