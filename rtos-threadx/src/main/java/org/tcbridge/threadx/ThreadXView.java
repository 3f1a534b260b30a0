package org.tcbridge.threadx;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.memory.ReadBudget;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.UnsoundException;

/** A ThreadX kernel's threads. */
final class ThreadXView implements RtosView {
    /** A walk ends after so many reads, at 1 ms each within the 2 s that gdb waits for an answer. */
    private static final int MAX_READS = 2000;

    /** {@code TX_STACK_FILL}, common/inc/tx_thread.h: unless stack checking and filling are switched off. */
    private static final int STACK_FILL = 0xef;

    private final KernelSymbols symbols;
    private final Optional<ByteOrder> order;
    private final int pointerBytes;
    private final Names names = new Names();
    private final WaitObjects objects = new WaitObjects(names);
    private final DeclaredThread declared;
    private Optional<Calibration.Result> learnt = Optional.empty();

    /** The ring was broken when the layout was learnt. */
    private boolean doubtful;

    /** Threads of the last walk; empty while the kernel does not run. */
    private Set<Long> known = Set.of();

    ThreadXView(KernelSymbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        this.symbols = symbols;
        this.order = order;
        this.pointerBytes = pointerBytes;
        this.declared = DeclaredThread.of(symbols, order, pointerBytes);
    }

    @Override
    public Current current(Memory memory) throws MemoryException {
        // once threads were seen the kernel has started; whether it starts anew, the next walk tells
        boolean seen = !known.isEmpty();
        KernelVariables variables = seen
                ? KernelVariables.readNear(
                        symbols, memory, learnt.orElseThrow().layout().model())
                : KernelVariables.read(symbols, memory, order(), pointerBytes);
        boolean started = seen ? variables.running() : variables.started();
        List<OptionalLong> tasks = new ArrayList<>();
        for (long address : variables.currents()) {
            boolean possible = started && address != 0 && address % pointerBytes == 0;
            tasks.add(possible ? OptionalLong.of(address) : OptionalLong.empty());
        }
        return new Current(tasks, started, variables.count());
    }

    private Optional<ByteOrder> order() {
        return learnt.map(l -> l.layout().model().order()).or(() -> order);
    }

    @Override
    public Snapshot snapshot(Memory target) {
        BlockCache memory = new BlockCache(new ReadBudget(target, MAX_READS));
        try {
            KernelVariables.prefetch(
                    symbols,
                    memory,
                    pointerBytes,
                    learnt.map(l -> known(l.layout())).orElse(List.of()));
            KernelVariables variables = KernelVariables.read(symbols, memory, order(), pointerBytes);
            variables.checkStarted();
            Ring ring = walk(variables, memory);
            return describe(ring, variables, memory);
        } catch (UnsoundException e) {
            known = Set.of();
            return new Snapshot.NoTasks(e.getMessage());
        } catch (MemoryException e) {
            return new Snapshot.NoTasks(e.getMessage());
        }
    }

    /**
     * Walks the ring. The layout is learnt first when none is known, and again when a ring is broken that may be another program's,
     * or was when the layout was learnt.
     */
    private Ring walk(KernelVariables variables, BlockCache memory) throws UnsoundException {
        Optional<Ring> before = learnt.map(l -> ring(memory, l.layout(), variables));
        int sound = before.map(ring -> ring.threads().size()).orElse(0);
        boolean whole = before.isPresent() && before.get().problems().isEmpty();
        if (whole || (sound > 0 && !doubtful && !known.isEmpty())) {
            return before.get();
        }
        Calibration.Result anew;
        try {
            anew = learn(variables, memory);
        } catch (UnsoundException e) {
            if (sound > 0) {
                return before.get();
            }
            throw e;
        }
        Ring ring = ring(memory, anew.layout(), variables);
        doubtful = !ring.problems().isEmpty();
        if (before.isPresent() && doubtful && ring.threads().size() <= sound) {
            return before.get();
        }
        learnt = Optional.of(anew);
        return ring;
    }

    private Calibration.Result learn(KernelVariables variables, BlockCache memory) throws UnsoundException {
        return declared.layout().isPresent()
                ? asDeclared(declared.layout().get(), variables, memory)
                : calibrate(variables, memory);
    }

    private Calibration.Result calibrate(KernelVariables variables, BlockCache memory) throws UnsoundException {
        return new Calibration(memory, names, symbols).learn(variables.model(), variables.first(), variables.count());
    }

    /**
     * The layout that debug information declares, once memory agrees with it. When memory does not, the file may be of another
     * program: what calibration says instead is taken if more threads are sound with it.
     */
    private Calibration.Result asDeclared(ThreadLayout layout, KernelVariables variables, BlockCache memory)
            throws UnsoundException {
        Ring ring = ring(memory, layout, variables);
        int sound = ring.threads().size();
        boolean fits = sound > 0 && DeclaredThread.fits(ring.threads().values());
        if (fits && ring.problems().isEmpty()) {
            return new Calibration.Result(layout, true, declared.facts());
        }
        Calibration.Result found;
        try {
            found = calibrate(variables, memory);
        } catch (UnsoundException e) {
            if (fits) {
                return new Calibration.Result(layout, true, declared.facts());
            }
            throw e;
        }
        boolean better =
                !fits || ring(memory, found.layout(), variables).threads().size() > sound;
        return better
                ? new Calibration.Result(
                        found.layout(), found.basePriority(), DeclaredThread.against(found.facts(), declared.facts()))
                : new Calibration.Result(layout, true, DeclaredThread.against(declared.facts(), found.facts()));
    }

    private Ring ring(BlockCache memory, ThreadLayout layout, KernelVariables variables) {
        memory.prefetch(known(layout));
        return Ring.walk(memory, layout, variables.first(), variables.count());
    }

    /** Where the control blocks of the last walk are. */
    private List<Range> known(ThreadLayout layout) {
        List<Range> ranges = new ArrayList<>(known.size());
        for (long address : known) {
            ranges.add(new Range(address, layout.thread().size()));
        }
        return ranges;
    }

    private Snapshot describe(Ring ring, KernelVariables variables, BlockCache memory) {
        List<ThreadBlock> threads = List.copyOf(ring.threads().values());
        known = new HashSet<>(ring.threads().keySet());
        objects.read(threads, memory);
        names.read(threads.stream().map(t -> t.value("tx_thread_name")).toList(), memory);
        List<String> problems = new ArrayList<>(ring.problems());
        List<Long> currents = variables.currents();
        for (int core = 0; core < currents.size(); core++) {
            long current = currents.get(core);
            // of several cores the array may be shorter than the room there is for it
            if (current != 0 && !ring.threads().containsKey(current) && (core == 0 || !symbols.smp())) {
                problems.add("%s is 0x%x, which is not in the ring".formatted(KernelSymbols.CURRENT, current));
            }
        }
        ThreadDescription description =
                new ThreadDescription(names, objects, learnt.orElseThrow().basePriority());
        int longBytes = learnt.orElseThrow().layout().configuration().number(KernelTypes.ULONG);
        List<Task> tasks = new ArrayList<>();
        for (ThreadBlock thread : threads) {
            int core = currents.indexOf(thread.address());
            tasks.add(
                    core < 0
                            ? description.of(thread, OptionalInt.empty(), false)
                            : description.of(thread, OptionalInt.of(core), variables.inInterrupt(core, longBytes)));
        }
        return new Snapshot.Tasks(tasks, variables.model(), problems);
    }

    @Override
    public List<LayoutFact> layout() {
        return learnt.map(Calibration.Result::facts).orElse(List.of());
    }

    @Override
    public OptionalInt stackFill() {
        return OptionalInt.of(STACK_FILL);
    }
}
