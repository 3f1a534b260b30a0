package org.tcbridge.core.rtos;

import java.util.List;
import java.util.Optional;
import org.tcbridge.core.memory.DataModel;

/** What a walk over the kernel's lists found. */
public sealed interface Snapshot {
    /**
     * The kernel runs no tasks that could be shown.
     *
     * @param reason why, as one line for the log
     */
    record NoTasks(String reason) implements Snapshot {}

    /**
     * Sound tasks.
     *
     * @param tasks all of them, in the order the thread list shows them
     * @param model byte order and pointer size as found on the target
     * @param problems what had to be left out, one line each; empty when all is sound
     */
    record Tasks(List<Task> tasks, DataModel model, List<String> problems) implements Snapshot {
        /** Copies the lists. */
        public Tasks {
            tasks = List.copyOf(tasks);
            problems = List.copyOf(problems);
        }

        /** The task on a core. */
        public Optional<Task> running(int core) {
            return tasks.stream()
                    .filter(t -> t.core().isPresent() && t.core().getAsInt() == core)
                    .findFirst();
        }
    }
}
