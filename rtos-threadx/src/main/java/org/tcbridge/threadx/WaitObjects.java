package org.tcbridge.threadx;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.MemoryException;

/** What threads wait on. An object that was read once, with the name it has, is not read again. */
final class WaitObjects {
    private final Names names;
    private final Map<Long, Head> known = new HashMap<>();

    WaitObjects(Names names) {
        this.names = names;
    }

    /**
     * How an object begins.
     *
     * @param id tells what it is
     * @param name address of its name
     */
    private record Head(long id, long name) {}

    /** Reads what these threads wait on, in as few reads as possible. */
    void read(Collection<ThreadBlock> threads, BlockCache memory) {
        List<ThreadBlock> waiting = threads.stream().filter(WaitObjects::waits).toList();
        memory.prefetch(waiting.stream()
                .filter(t -> !known.containsKey(object(t)))
                .map(t -> new Range(object(t), t.layout().object().size()))
                .distinct()
                .toList());
        waiting.forEach(t -> {
            if (!known.containsKey(object(t))) {
                head(t, memory).ifPresent(head -> known.put(object(t), head));
            }
        });
        names.read(known.values().stream().map(Head::name).toList(), memory);
    }

    private static Optional<Head> head(ThreadBlock thread, BlockCache memory) {
        long at = object(thread);
        var layout = thread.layout().object();
        try {
            Block block = Block.read(memory, at, layout.size(), thread.layout().model());
            Head head = new Head(
                    block.unsigned(at, layout.size("id")),
                    block.unsigned(at + layout.offset("name"), layout.size("name")));
            return head.id == state(thread).id() ? Optional.of(head) : Optional.empty();
        } catch (MemoryException e) {
            return Optional.empty();
        }
    }

    /** What a thread waits on, in ThreadX's words; empty when its state says all. */
    String describe(ThreadBlock thread) {
        ThreadState state = state(thread);
        if (state.object().isEmpty()) {
            return state.shared() == org.tcbridge.core.rtos.TaskState.BLOCKED ? state.name() : "";
        }
        Head head = known.get(object(thread));
        String name = head == null ? "" : names.at(head.name);
        return name.isEmpty()
                ? state + ", " + state.object() + " 0x" + Long.toHexString(object(thread))
                : state + ", " + state.object() + " \"" + name + '"';
    }

    /** Whether a thread waits on an object of the kernel. */
    static boolean waits(ThreadBlock thread) {
        return !state(thread).object().isEmpty();
    }

    /** Whether a thread waits on what its state says. */
    boolean known(ThreadBlock thread) {
        Head head = known.get(object(thread));
        return head != null && head.id == state(thread).id();
    }

    private static ThreadState state(ThreadBlock thread) {
        return ThreadState.of(thread.value("tx_thread_state")).orElseThrow();
    }

    private static long object(ThreadBlock thread) {
        return thread.value("tx_thread_suspend_control_block");
    }
}
