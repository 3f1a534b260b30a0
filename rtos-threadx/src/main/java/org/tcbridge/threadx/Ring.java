package org.tcbridge.threadx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * The ring of created threads, walked once. Trusts nothing: every control block is checked, none is visited twice, and a ring that
 * breaks off is walked from its other end as well.
 */
final class Ring {
    private final Memory memory;
    private final ThreadLayout layout;
    private final Map<Long, ThreadBlock> threads = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Ring(Memory memory, ThreadLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Walks.
     *
     * @param first the thread the kernel's pointer leads to
     * @param count how many there should be
     */
    static Ring walk(Memory memory, ThreadLayout layout, long first, long count) {
        Ring ring = new Ring(memory, layout);
        Optional<String> broken = ring.forward(first);
        broken.ifPresent(why -> {
            ring.problems.add(why);
            ring.backward(first);
        });
        if (count != ring.threads.size()) {
            ring.problems.add("%s is %s, the ring holds %d threads"
                    .formatted(KernelSymbols.COUNT, Long.toUnsignedString(count), ring.threads.size()));
        }
        return ring;
    }

    /** Returns what ended the walk before it came back to the first thread. */
    private Optional<String> forward(long first) {
        long previous = 0;
        for (long at = first; threads.isEmpty() || at != first; ) {
            if (threads.containsKey(at)) {
                return Optional.of("%s leads back to 0x%x".formatted(pointer(previous), at));
            }
            ThreadBlock thread;
            try {
                thread = sound(at);
            } catch (BrokenException e) {
                return Optional.of("%s leads to 0x%x: %s".formatted(pointer(previous), at, e.getMessage()));
            }
            if (!threads.isEmpty() && thread.previous() != previous) {
                return Optional.of("thread 0x%x: tx_thread_created_previous is 0x%x, expected 0x%x"
                        .formatted(at, thread.previous(), previous));
            }
            threads.put(at, thread);
            previous = at;
            at = thread.next();
        }
        return Optional.empty();
    }

    /** What leads to the thread behind one; to the first there is none before. */
    private static String pointer(long previous) {
        return previous == 0 ? KernelSymbols.CREATED : "tx_thread_created_next of 0x%x".formatted(previous);
    }

    private void backward(long first) {
        ThreadBlock thread = threads.get(first);
        try {
            while (thread != null && !threads.containsKey(thread.previous())) {
                thread = sound(thread.previous());
                threads.put(thread.address(), thread);
            }
        } catch (BrokenException e) {
            problems.add("tx_thread_created_previous: " + e.getMessage());
        }
    }

    private ThreadBlock sound(long at) throws BrokenException {
        if (at == 0 || at % layout.model().pointerBytes() != 0) {
            throw new BrokenException("expected the address of a thread's control block");
        }
        try {
            ThreadBlock thread = layout.read(memory, at);
            Optional<String> fault = thread.fault();
            if (fault.isPresent()) {
                throw new BrokenException(fault.get());
            }
            return thread;
        } catch (MemoryException e) {
            throw new BrokenException(e.getMessage());
        }
    }

    /** The ring does not go on; the message says why. */
    private static final class BrokenException extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        BrokenException(String why) {
            super(why);
        }
    }

    /** The threads found, by address, in the ring's order. */
    Map<Long, ThreadBlock> threads() {
        return threads;
    }

    /** What had to be left out, or does not agree. */
    List<String> problems() {
        return problems;
    }
}
