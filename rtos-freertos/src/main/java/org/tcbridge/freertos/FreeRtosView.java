package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.memory.ReadBudget;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.UnsoundException;

/** A FreeRTOS kernel's tasks. */
final class FreeRtosView implements RtosView {
    /** A walk ends after so many reads, at 1 ms each within the 2 s that gdb waits for an answer. */
    private static final int MAX_READS = 2000;

    /** A layout learnt on fewer tasks is learnt again when there are more: their control blocks tell little. */
    private static final int FEW_TASKS = 4;

    /** {@code tskSTACK_FILL_BYTE}, tasks.c; only some configurations fill ({@code tskSET_NEW_STACKS_TO_KNOWN_VALUE}). */
    private static final int STACK_FILL = 0xa5;

    private final KernelSymbols symbols;
    private final Optional<ByteOrder> order;
    private final int pointerBytes;

    private final DeclaredKernel declared;

    private Optional<Calibration.Result> learnt = Optional.empty();

    /** How many tasks the layout was learnt on. */
    private int learntOn;

    /** The lists did not add up when the layout was learnt: each walk learns it again until they do. */
    private boolean doubtful;

    private Map<Long, Tcb> known = Map.of();
    private OptionalLong knownCreated = OptionalLong.empty();

    FreeRtosView(KernelSymbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        this.symbols = symbols;
        this.order = order;
        this.pointerBytes = pointerBytes;
        this.declared = DeclaredKernel.of(symbols, order, pointerBytes);
    }

    @Override
    public Current current(Memory memory) throws MemoryException {
        Optional<ByteOrder> known = learnt.map(l -> l.layout().model().order()).or(() -> order);
        return new CurrentTasks(symbols, pointerBytes)
                .read(memory, known, learnt.map(l -> l.layout().cores()));
    }

    @Override
    public Snapshot snapshot(Memory target) {
        BlockCache memory = new BlockCache(new ReadBudget(target, MAX_READS));
        try {
            if (learnt.isPresent()) {
                Walk walk = walk(memory, learnt.get().layout());
                if (walk.agrees() && !tellsMore(walk)) {
                    return remember(walk);
                }
                learnt = Optional.empty();
            }
            return declared.layout().isPresent()
                    ? asDeclared(memory, declared.layout().get())
                    : keep(calibrate(memory));
        } catch (UnsoundException e) {
            known = Map.of();
            return new Snapshot.NoTasks(e.getMessage());
        }
    }

    /** A layout, and a walk with it. */
    private record Attempt(Calibration.Result result, Walk walk) {}

    private Attempt calibrate(BlockCache memory) throws UnsoundException {
        // in the wrong byte order pointers lead anywhere, to device registers too: the flag decides before one is
        // followed
        Optional<ByteOrder> seen = checkStarted(memory);
        Calibration.Result result = new Calibration(symbols, memory).learn(seen, pointerBytes);
        return new Attempt(result, walk(memory, result.layout()));
    }

    private Snapshot keep(Attempt attempt) throws UnsoundException {
        learnt = Optional.of(attempt.result);
        learntOn = attempt.walk.tasks().size();
        doubtful = !attempt.walk.problems().isEmpty();
        return remember(attempt.walk);
    }

    /**
     * The layout that debug information declares, once memory agrees with it. When memory does not, the file may be of another
     * program: what calibration says instead is taken if memory agrees with that.
     */
    private Snapshot asDeclared(BlockCache memory, KernelLayout layout) throws UnsoundException {
        Walk walk = walk(memory, layout);
        Attempt asDeclared = new Attempt(new Calibration.Result(layout, declared.facts()), walk);
        if (walk.agreesAsDeclared()) {
            return keep(asDeclared);
        }
        Attempt calibrated;
        try {
            calibrated = calibrate(memory);
        } catch (UnsoundException e) {
            return keep(asDeclared);
        }
        KernelLayout found = calibrated.result.layout();
        String dwarf = symbols.types().source();
        return calibrated.walk.agrees()
                ? keep(new Attempt(
                        new Calibration.Result(found, LayoutValues.against(calibrated.result.facts(), layout, dwarf)),
                        calibrated.walk))
                : keep(new Attempt(
                        new Calibration.Result(layout, LayoutValues.against(declared.facts(), found, "calibrated")),
                        walk));
    }

    /** Whether a layout learnt now would be a better one. */
    private boolean tellsMore(Walk walk) {
        if (declared.layout().equals(learnt.map(Calibration.Result::layout))) {
            return false;
        }
        boolean more = learntOn < FEW_TASKS && walk.tasks().size() > learntOn;
        return more || doubtful;
    }

    @Override
    public List<LayoutFact> layout() {
        return learnt.map(Calibration.Result::facts).orElse(List.of());
    }

    @Override
    public OptionalInt stackFill() {
        return OptionalInt.of(STACK_FILL);
    }

    /** Fetches the kernel's variables in one go, with the known control blocks that lie near, and checks that the scheduler runs. */
    private Walk walk(BlockCache memory, KernelLayout layout) throws UnsoundException {
        KernelVariables variables = new KernelVariables(symbols, memory, layout.model());
        int list = layout.lists().list().size();
        List<BlockCache.Range> tcbs = new TcbReader(memory, layout).ranges(known.keySet());
        variables.prefetch(list, layout.priorities() * list, layout.cores(), tcbs);
        checkStarted(memory);
        Walk walk = new Walk(symbols, memory, layout, variables);
        boolean same = variables.word("uxTaskNumber").equals(knownCreated)
                && variables.word("uxCurrentNumberOfTasks").orElse(0) == known.size();
        walk.run(known.keySet(), same);
        return walk;
    }

    /** The byte order in which the scheduler's flag is 1; what is known of it when there is no such flag. */
    private Optional<ByteOrder> checkStarted(BlockCache memory) throws UnsoundException {
        if (!symbols.has("xSchedulerRunning")) {
            return order;
        }
        List<ByteOrder> orders = order.map(List::of).orElse(List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN));
        long at = symbols.address("xSchedulerRunning").orElseThrow();
        OptionalLong value = OptionalLong.empty();
        for (ByteOrder candidate : orders) {
            value = new KernelVariables(symbols, memory, new DataModel(candidate, pointerBytes)).wordAt(at);
            if (value.isPresent() && value.getAsLong() == 1) {
                return Optional.of(candidate);
            }
        }
        if (value.isEmpty()) {
            throw new UnsoundException("xSchedulerRunning at 0x%x cannot be read".formatted(at));
        }
        throw new UnsoundException(
                "xSchedulerRunning is 0x%x: the scheduler does not run, expected 1".formatted(value.getAsLong()));
    }

    private Snapshot remember(Walk walk) throws UnsoundException {
        walk.checkTasks();
        known = new LinkedHashMap<>(walk.tasks());
        knownCreated = walk.created();
        List<Task> tasks = walk.describe();
        tasks.sort((a, b) -> Long.compareUnsigned(a.key().address(), b.key().address()));
        return new Snapshot.Tasks(tasks, walk.model(), walk.problems());
    }
}
