package org.tcbridge.proxy.cache;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.ThreadId;

/**
 * Whether the server has several threads. They may be CPUs or programs with memory of their own, and which one a read means
 * depends on what was selected and what stopped, in a way that differs from server to server.
 */
final class Threads {
    private @Nullable ThreadId only;
    private boolean several;

    /**
     * A thread was selected, or has stopped.
     *
     * @return true when the reads before and after may be of different memory
     */
    boolean seen(Optional<ThreadId> thread) {
        boolean first = false;
        if (thread.isPresent() && thread.get().isSpecific()) {
            first = only == null;
            several |= !first && !thread.get().equals(only);
            only = thread.get();
        }
        return first || several;
    }
}
