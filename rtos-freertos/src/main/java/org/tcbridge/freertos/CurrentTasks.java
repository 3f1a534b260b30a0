package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Current;

/** The current tasks in one read, together with the scheduler's flag and the count of tasks created when they lie near. */
final class CurrentTasks {
    /** Bytes that are cheaper to read along than another round trip. */
    private static final int NEAR = 512;

    /** Cores looked at while their number is not known. */
    private static final int MAX_CORES = 8;

    private final KernelSymbols symbols;
    private final int word;

    CurrentTasks(KernelSymbols symbols, int pointerBytes) {
        this.symbols = symbols;
        this.word = pointerBytes;
    }

    /**
     * Reads them.
     *
     * @param order byte order when it is known; else the scheduler's flag tells
     * @param cores number of cores when it is known
     */
    Current read(Memory memory, Optional<ByteOrder> order, Optional<Integer> cores) throws MemoryException {
        long current = symbols.current();
        int count = cores.orElseGet(this::likelyCores);
        long start = current;
        long end = current + (long) count * word;
        for (String name : List.of("xSchedulerRunning", "uxTaskNumber")) {
            OptionalLong at = symbols.address(name);
            if (at.isPresent()) {
                long wideStart = Long.compareUnsigned(at.getAsLong(), start) < 0 ? at.getAsLong() : start;
                long wideEnd = Long.compareUnsigned(at.getAsLong() + word, end) > 0 ? at.getAsLong() + word : end;
                if (wideEnd - wideStart > 0 && wideEnd - wideStart <= NEAR) {
                    start = wideStart;
                    end = wideEnd;
                }
            }
        }
        byte[] bytes = memory.read(start, (int) (end - start));
        long first = start;
        return order.map(o -> decode(new Block(first, bytes, new DataModel(o, word)), count, true))
                .or(() -> List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN).stream()
                        .map(o -> decode(new Block(first, bytes, new DataModel(o, word)), count, false))
                        .filter(c -> c.tasks().stream().anyMatch(OptionalLong::isPresent))
                        .findFirst())
                .orElseGet(() -> none(count));
    }

    private int likelyCores() {
        if (!symbols.smp()) {
            return 1;
        }
        long bytes = symbols.size(KernelSymbols.CURRENTS)
                .orElseGet(() -> symbols.room(symbols.current()).orElse((long) MAX_CORES * word));
        return Math.clamp(bytes / word, 1, MAX_CORES);
    }

    private Current decode(Block block, int count, boolean orderKnown) {
        OptionalLong flag = value(block, "xSchedulerRunning");
        if (flag.isPresent() ? flag.getAsLong() != 1 : !orderKnown) {
            return none(count);
        }
        List<OptionalLong> tasks = new ArrayList<>();
        for (int core = 0; core < count; core++) {
            long task = block.pointer(symbols.current() + (long) core * word);
            tasks.add(task != 0 && task % word == 0 ? OptionalLong.of(task) : OptionalLong.empty());
        }
        return new Current(tasks, value(block, "uxTaskNumber").orElse(0));
    }

    private OptionalLong value(Block block, String name) {
        OptionalLong at = symbols.address(name);
        return at.isPresent() && block.contains(at.getAsLong(), word)
                ? OptionalLong.of(block.pointer(at.getAsLong()))
                : OptionalLong.empty();
    }

    private static Current none(int count) {
        return new Current(java.util.Collections.nCopies(count, OptionalLong.empty()), 0);
    }
}
