package org.tcbridge.threadx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.UnsoundException;

/**
 * Finds where the fields of a thread are. Ports add fields of their own, {@code TX_THREAD_EXTENSION_0} and others: how large
 * these are, the ring of created threads tells, the names, and the objects that threads wait on.
 */
final class Calibration {
    /** No port adds more than this, in bytes. */
    private static final int MOST = 256;

    /** A control block and all that may be added, in bytes. */
    private static final int LARGEST = 640;

    /** On so many threads layouts are tried: there may be thousands of layouts. */
    private static final int SPREAD = 32;

    /** So many threads' names and objects tell layouts apart. */
    private static final int SAMPLE = 4;

    private final BlockCache memory;

    /** Control blocks read with room for what a port may have added, so that no layout that is tried reads them again. */
    private final Memory controlBlocks;

    private final Names names;
    private final KernelSymbols symbols;

    Calibration(BlockCache memory, Names names, KernelSymbols symbols) {
        this.memory = memory;
        this.controlBlocks = new Wide(memory);
        this.names = names;
        this.symbols = symbols;
    }

    /**
     * What was found.
     *
     * @param basePriority whether {@code tx_thread_user_priority} is known
     */
    record Result(ThreadLayout layout, boolean basePriority, List<LayoutFact> facts) {}

    /**
     * Learns from the ring.
     *
     * @param first a thread of it
     * @param count how many there are
     */
    Result learn(DataModel model, long first, long count) throws UnsoundException {
        List<ThreadLayout> usual = IntStream.of(8, 4)
                .filter(bytes -> bytes <= model.pointerBytes())
                .mapToObj(bytes -> ThreadLayout.usual(model, bytes, symbols.smp()))
                .toList();
        Optional<ThreadLayout> found = usual.stream()
                .filter(layout -> closes(layout, first, count))
                .findFirst()
                .or(() -> usual.stream()
                        .flatMap(layout -> extended(layout, first, count).stream())
                        .findFirst());
        if (found.isEmpty()) {
            // a ring that is broken, or has another length than the kernel says, in the layout under which most of it
            // is sound
            found = usual.stream()
                    .max(Comparator.comparingInt(layout -> threads(layout, first, count)))
                    .filter(layout -> threads(layout, first, count) > 0);
        }
        if (found.isEmpty()) {
            String problem = Ring.walk(controlBlocks, usual.getLast(), first, count)
                    .problems()
                    .getFirst();
            throw new UnsoundException("no ring of threads in any known layout: " + problem);
        }
        Collection<ThreadBlock> threads =
                Ring.walk(controlBlocks, found.get(), first, count).threads().values();
        Optional<ThreadLayout> whole = withUserPriority(found.get(), threads);
        ThreadLayout layout = whole.orElse(found.get());
        return new Result(layout, whole.isPresent(), facts(layout, whole.isPresent(), first, threads.size()));
    }

    private int threads(ThreadLayout layout, long first, long count) {
        return Ring.walk(controlBlocks, layout, first, count).threads().size();
    }

    private boolean closes(ThreadLayout layout, long first, long count) {
        Ring ring = Ring.walk(controlBlocks, layout, first, count);
        return ring.problems().isEmpty() && !ring.threads().isEmpty();
    }

    /** A layout with larger extensions, and how well the names and objects of some threads fit it. */
    private record Candidate(ThreadLayout layout, long evidence) {}

    /** A layout with larger extensions under which the ring closes: the one whose names and objects fit best. */
    private Optional<ThreadLayout> extended(ThreadLayout usual, long first, long count) {
        int step = usual.model().pointerBytes();
        for (int more = step; more <= MOST; more += step) {
            ThreadLayout sum = usual.extended(KernelTypes.EXTENSION_1, more);
            if (!linked(sum, first)) {
                continue;
            }
            List<Long> some = some(sum, first);
            Optional<ThreadLayout> best = splits(usual, more).stream()
                    .map(layout -> new Candidate(layout, evidence(layout, some)))
                    .filter(candidate -> candidate.evidence >= 0)
                    .sorted(Comparator.comparingLong(Candidate::evidence).reversed())
                    .map(Candidate::layout)
                    .filter(layout -> closes(layout, first, count))
                    .findFirst();
            if (best.isPresent()) {
                return best;
            }
        }
        return Optional.empty();
    }

    /** All ways to share out so many bytes among the extensions before the ring's pointers. */
    private static List<ThreadLayout> splits(ThreadLayout usual, int more) {
        int step = usual.model().pointerBytes();
        List<ThreadLayout> splits = new ArrayList<>();
        for (int before = 0; before <= more; before += step) {
            for (int timer = 0; timer <= more - before; timer += step) {
                splits.add(usual.extended(KernelTypes.EXTENSION_0, before)
                        .extended(KernelTypes.TIMER_EXTENSION, timer)
                        .extended(KernelTypes.EXTENSION_1, more - before - timer));
            }
        }
        return splits;
    }

    /**
     * Threads, evenly spread over the ring: what there is to try is tried on them.
     *
     * @param sum a layout whose pointers of the ring are where they are
     */
    private List<Long> some(ThreadLayout sum, long first) {
        Set<Long> ring = new LinkedHashSet<>();
        try {
            for (long at = first; ring.add(at); at = sum.read(controlBlocks, at).next()) {}
        } catch (MemoryException e) {
            // as far as it can be read
        }
        List<Long> all = List.copyOf(ring);
        int most = Math.min(all.size(), SPREAD);
        return IntStream.range(0, most)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / most)))
                .toList();
    }

    /** Whether the first thread's neighbour leads back to it, so that a walk is worth its reads. */
    private boolean linked(ThreadLayout layout, long first) {
        try {
            StructLayout thread = layout.thread();
            long next = pointer(first + thread.offset("tx_thread_created_next"), layout.model());
            long previous = pointer(first + thread.offset("tx_thread_created_previous"), layout.model());
            boolean possible = next != 0 && next % layout.model().pointerBytes() == 0 && previous != 0;
            return possible
                    && layout.read(controlBlocks, next).value("tx_thread_id") == ThreadBlock.ID
                    && pointer(next + thread.offset("tx_thread_created_previous"), layout.model()) == first;
        } catch (MemoryException e) {
            return false;
        }
    }

    private long pointer(long at, DataModel model) throws MemoryException {
        return Block.read(memory, at, model.pointerBytes(), model).pointer(at);
    }

    /** How many threads of some have a name and wait on what their state says; less than 0 when one of them is none. */
    private long evidence(ThreadLayout layout, List<Long> addresses) {
        List<ThreadBlock> threads = new ArrayList<>();
        for (long address : addresses) {
            try {
                ThreadBlock thread = layout.read(controlBlocks, address);
                if (thread.fault().isPresent()) {
                    return -1;
                }
                threads.add(thread);
            } catch (MemoryException e) {
                return -1;
            }
        }
        List<ThreadBlock> some = sample(threads);
        names.read(some.stream().map(t -> t.value("tx_thread_name")).toList(), memory);
        List<ThreadBlock> waiting =
                sample(threads.stream().filter(WaitObjects::waits).toList());
        WaitObjects objects = new WaitObjects(names);
        objects.read(waiting, memory);
        return count(some, t -> names.at(t.value("tx_thread_name")).isEmpty() ? 0 : 2)
                + count(waiting, t -> objects.known(t) ? 1 : 0);
    }

    private static List<ThreadBlock> sample(List<ThreadBlock> threads) {
        return threads.subList(0, Math.min(SAMPLE, threads.size()));
    }

    private static long count(Collection<ThreadBlock> threads, ToLongFunction<ThreadBlock> points) {
        return threads.stream().mapToLong(points).sum();
    }

    /** A thread's priority is the higher, so lower in number, of the user's and the inherited one. */
    private Optional<ThreadLayout> withUserPriority(ThreadLayout layout, Collection<ThreadBlock> threads) {
        for (int more = 0; more <= MOST / 4; more += Integer.BYTES) {
            ThreadLayout candidate = layout.extended(KernelTypes.EXTENSION_2, more);
            int fitting = 0;
            for (ThreadBlock thread : threads) {
                try {
                    fitting += inherits(candidate.read(controlBlocks, thread.address())) ? 1 : 0;
                } catch (MemoryException e) {
                    break;
                }
            }
            if (fitting == threads.size()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean inherits(ThreadBlock thread) {
        OptionalLong user = thread.optional("tx_thread_user_priority");
        OptionalLong inherited = thread.optional("tx_thread_inherit_priority");
        return user.isPresent()
                && inherited.isPresent()
                && inherited.getAsLong() != 0
                && thread.value("tx_thread_priority") == Math.min(user.getAsLong(), inherited.getAsLong());
    }

    private List<LayoutFact> facts(ThreadLayout layout, boolean basePriority, long first, int threads) {
        String source = "calibrated on the ring of %d threads at 0x%x".formatted(threads, first);
        List<LayoutFact> facts = new ArrayList<>();
        facts.add(new LayoutFact(
                DeclaredThread.ORDER,
                layout.model().order() + ", " + layout.model().pointerBytes() + " bytes",
                source));
        facts.add(DeclaredThread.cores(symbols, layout.model().pointerBytes()));
        for (String name : List.of(
                KernelTypes.ULONG, KernelTypes.EXTENSION_0, KernelTypes.TIMER_EXTENSION, KernelTypes.EXTENSION_1)) {
            facts.add(new LayoutFact(name, layout.configuration().number(name) + " bytes", source));
        }
        for (String field : DeclaredThread.NEEDED) {
            boolean known = basePriority || !DeclaredThread.LATE.contains(field);
            facts.add(new LayoutFact(
                    DeclaredThread.THREAD + field,
                    known ? "offset " + layout.thread().offset(field) : LayoutFact.UNKNOWN,
                    known ? source : "no offset fits all threads' priorities"));
        }
        return facts;
    }

    /** Reads more than is asked for, where that is possible. */
    private record Wide(BlockCache memory) implements Memory {
        @Override
        public byte[] read(long address, int length) throws MemoryException {
            memory.prefetch(List.of(new BlockCache.Range(address, LARGEST)));
            return memory.read(address, length);
        }

        @Override
        public void write(long address, byte[] data) throws MemoryException {
            memory.write(address, data);
        }
    }
}
