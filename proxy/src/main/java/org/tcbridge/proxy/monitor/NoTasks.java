package org.tcbridge.proxy.monitor;

import java.util.Optional;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskModel;

/** Why there are no tasks to tell of. */
public final class NoTasks {
    private NoTasks() {}

    /** The reason, as one line; empty when there are tasks. Walks the kernel's lists if need be. */
    public static Optional<String> reason(Debuggee debuggee) {
        Optional<TaskModel> model = debuggee.tasks();
        if (model.isEmpty()) {
            return Optional.of(debuggee.status());
        }
        return switch (model.get().snapshot()) {
            case Snapshot.NoTasks(String reason) -> Optional.of(reason);
            case Snapshot.Tasks ignored -> Optional.empty();
        };
    }
}
