package org.tcbridge.threadx;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.UnsoundException;

/** The kernel's variables in one halt of the target: in one read where they lie near each other, as they do. */
final class KernelVariables {
    /** Bytes that are cheaper to read along than another round trip. */
    private static final int NEAR = 1024;

    /** {@code TX_INITIALIZE_IN_PROGRESS} and {@code TX_INITIALIZE_ALMOST_DONE}, common/inc/tx_initialize.h. */
    private static final long IN_PROGRESS = 0xf0f0_f0f0L;

    private static final long ALMOST_DONE = 0xf0f0_f0f1L;

    private final KernelSymbols symbols;
    private final int cores;
    private final DataModel model;
    private final List<Block> blocks;

    private KernelVariables(KernelSymbols symbols, int cores, DataModel model, List<Block> blocks) {
        this.symbols = symbols;
        this.cores = cores;
        this.model = model;
        this.blocks = blocks;
    }

    /** A variable's address and the bytes to read there. */
    private record Extent(long start, long end) {
        static Extent of(long start, long bytes) {
            return new Extent(start, start + bytes);
        }

        Extent with(Extent other) {
            return new Extent(
                    Long.compareUnsigned(start, other.start) < 0 ? start : other.start,
                    Long.compareUnsigned(end, other.end) > 0 ? end : other.end);
        }

        long bytes() {
            return end - start;
        }
    }

    /** Reads the current threads, and what lies near them, in one read. What lies elsewhere is taken for 0. */
    static KernelVariables readNear(KernelSymbols symbols, Memory memory, DataModel model) throws MemoryException {
        int cores = symbols.cores(model.pointerBytes());
        List<Extent> extents = extents(symbols, cores, model.pointerBytes());
        return new KernelVariables(symbols, cores, model, blocks(extents.subList(0, 1), memory, model));
    }

    /**
     * Reads all of them.
     *
     * @param order byte order when it is known; else it is the one in which there are fewer threads
     */
    static KernelVariables read(KernelSymbols symbols, Memory memory, Optional<ByteOrder> order, int pointerBytes)
            throws MemoryException {
        int cores = symbols.cores(pointerBytes);
        DataModel model = new DataModel(order.orElse(ByteOrder.LITTLE_ENDIAN), pointerBytes);
        List<Block> blocks = blocks(extents(symbols, cores, pointerBytes), memory, model);
        KernelVariables variables = new KernelVariables(symbols, cores, model, blocks);
        KernelVariables swapped = variables.in(new DataModel(ByteOrder.BIG_ENDIAN, pointerBytes));
        boolean swap = order.isEmpty() && Long.compareUnsigned(swapped.count(), variables.count()) < 0;
        return swap ? swapped : variables;
    }

    /**
     * Fetches them in as few reads as possible.
     *
     * @param likely what a walk will need next: what lies near the variables is read with them
     */
    static void prefetch(KernelSymbols symbols, BlockCache memory, int pointerBytes, List<Range> likely) {
        List<Range> ranges = new ArrayList<>();
        for (Extent extent : extents(symbols, symbols.cores(pointerBytes), pointerBytes)) {
            ranges.add(new Range(extent.start, (int) extent.bytes()));
        }
        memory.prefetch(ranges, likely);
    }

    private static List<Block> blocks(List<Extent> extents, Memory memory, DataModel model) throws MemoryException {
        List<Block> blocks = new ArrayList<>();
        for (Extent extent : extents) {
            blocks.add(Block.read(memory, extent.start, (int) extent.bytes(), model));
        }
        return blocks;
    }

    /** What to read: first the current threads together with what lies near them. */
    private static List<Extent> extents(KernelSymbols symbols, int cores, int pointerBytes) {
        Extent near = Extent.of(symbols.required(KernelSymbols.CURRENT), (long) cores * pointerBytes);
        List<Extent> far = new ArrayList<>();
        for (String name : List.of(KernelSymbols.CREATED, KernelSymbols.COUNT, KernelSymbols.STATE)) {
            OptionalLong at = symbols.address(name);
            if (at.isPresent()) {
                int count = name.equals(KernelSymbols.STATE) ? cores : 1;
                Extent one = Extent.of(at.getAsLong(), (long) count * pointerBytes);
                Extent both = near.with(one);
                if (both.bytes() > 0 && both.bytes() <= NEAR) {
                    near = both;
                } else {
                    far.add(one);
                }
            }
        }
        far.addFirst(near);
        return far;
    }

    private KernelVariables in(DataModel other) {
        return new KernelVariables(
                symbols,
                cores,
                other,
                blocks.stream()
                        .map(b -> new Block(b.address(), b.bytes(), other))
                        .toList());
    }

    private long value(long address, int bytes) {
        return blocks.stream()
                .filter(b -> b.contains(address, bytes))
                .findFirst()
                .map(b -> b.unsigned(address, bytes))
                .orElse(0L);
    }

    DataModel model() {
        return model;
    }

    /** How many threads there are. A number of 8 bytes has them in its first 4 as well: such targets are little-endian. */
    long count() {
        return value(symbols.required(KernelSymbols.COUNT), Integer.BYTES);
    }

    /** The thread the ring begins with. */
    long first() {
        return value(symbols.required(KernelSymbols.CREATED), model.pointerBytes());
    }

    /** The threads on the cores; 0 for one that runs none. */
    List<Long> currents() {
        List<Long> currents = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            currents.add(value(
                    symbols.required(KernelSymbols.CURRENT) + (long) core * model.pointerBytes(),
                    model.pointerBytes()));
        }
        return currents;
    }

    /** Whether the scheduler runs. Before it does, threads may have been created. */
    boolean started() {
        return count() != 0 && running();
    }

    /** Whether the kernel's state, if it was read, is that of a scheduler that runs. */
    boolean running() {
        long state = state(0, Integer.BYTES);
        return state != IN_PROGRESS && state != ALMOST_DONE;
    }

    /** Refuses threads of a kernel that has not started. */
    void checkStarted() throws UnsoundException {
        if (!started()) {
            throw new UnsoundException(
                    count() == 0
                            ? KernelSymbols.COUNT + " is 0: no thread was created yet"
                            : "%s is 0x%x: the kernel has not started"
                                    .formatted(KernelSymbols.STATE, state(0, Integer.BYTES)));
        }
    }

    /**
     * Whether a core handles an interrupt, where the port counts them: the M profile's do not.
     *
     * @param longBytes size of a {@code ULONG}
     */
    boolean inInterrupt(int core, int longBytes) {
        return state(core, longBytes) != 0;
    }

    private long state(int core, int longBytes) {
        OptionalLong at = symbols.address(KernelSymbols.STATE);
        return at.isEmpty() ? 0 : value(at.getAsLong() + (long) core * longBytes, Integer.BYTES);
    }
}
