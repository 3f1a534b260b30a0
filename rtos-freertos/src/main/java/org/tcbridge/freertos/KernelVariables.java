package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.freertos.Membership.Kind;

/** The kernel's variables in one halt of the target. */
final class KernelVariables {
    /** Scalars that every walk looks at. */
    private static final List<String> SCALARS = List.of(
            "xSchedulerRunning",
            "uxCurrentNumberOfTasks",
            "uxTaskNumber",
            "pxDelayedTaskList",
            "pxOverflowDelayedTaskList");

    private static final Map<String, Kind> LISTS = lists();

    private final KernelSymbols symbols;
    private final BlockCache memory;
    private final DataModel model;

    KernelVariables(KernelSymbols symbols, BlockCache memory, DataModel model) {
        this.symbols = symbols;
        this.memory = memory;
        this.model = model;
    }

    private static Map<String, Kind> lists() {
        Map<String, Kind> lists = new LinkedHashMap<>();
        lists.put("xPendingReadyList", Kind.PENDING_READY);
        lists.put("xDelayedTaskList1", Kind.DELAYED);
        lists.put("xDelayedTaskList2", Kind.DELAYED);
        lists.put("xSuspendedTaskList", Kind.SUSPENDED);
        lists.put("xTasksWaitingTermination", Kind.DELETED);
        return lists;
    }

    /**
     * Fetches what a walk needs in as few reads as possible.
     *
     * @param listBytes size of a list, or the most it can be
     * @param readyBytes size of the array of ready lists, or the most worth reading
     * @param cores number of current-task pointers
     * @param likely what a walk will need next: what lies near the variables is read with them
     */
    void prefetch(int listBytes, int readyBytes, int cores, List<BlockCache.Range> likely) {
        List<BlockCache.Range> ranges = new ArrayList<>();
        int word = model.pointerBytes();
        ranges.add(new BlockCache.Range(symbols.current(), cores * word));
        ranges.add(new BlockCache.Range(symbols.address(KernelSymbols.READY).orElseThrow(), readyBytes));
        for (String name : SCALARS) {
            symbols.address(name).ifPresent(at -> ranges.add(new BlockCache.Range(at, word)));
        }
        for (String name : LISTS.keySet()) {
            symbols.address(name).ifPresent(at -> ranges.add(new BlockCache.Range(at, listBytes)));
        }
        memory.prefetch(ranges, likely);
    }

    /** The word at a symbol; empty when there is no such symbol or its memory cannot be read. */
    OptionalLong word(String name) {
        OptionalLong at = symbols.address(name);
        return at.isPresent() ? wordAt(at.getAsLong()) : OptionalLong.empty();
    }

    /** The word at an address; empty when it cannot be read. */
    OptionalLong wordAt(long address) {
        try {
            return OptionalLong.of(
                    Block.read(memory, address, model.pointerBytes(), model).pointer(address));
        } catch (MemoryException e) {
            return OptionalLong.empty();
        }
    }

    /** The current tasks' pointers as they stand, one per core; those that cannot be read are 0. */
    List<Long> currents(int cores) {
        List<Long> currents = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            currents.add(wordAt(symbols.current() + (long) core * model.pointerBytes())
                    .orElse(0));
        }
        return currents;
    }

    /** The kernel's lists but the ready ones, pending-ready first since it wins over any other. */
    List<KernelList> standaloneLists() {
        Map<Long, KernelList> lists = new LinkedHashMap<>();
        LISTS.forEach((name, kind) ->
                symbols.address(name).ifPresent(at -> lists.put(at, new KernelList(at, new Membership(kind, name)))));
        for (String name : List.of("pxDelayedTaskList", "pxOverflowDelayedTaskList")) {
            // the two pointers tell where the delayed lists are when their own symbols are gone
            if (!symbols.has("xDelayedTaskList1") || !symbols.has("xDelayedTaskList2")) {
                word(name)
                        .ifPresent(at ->
                                lists.putIfAbsent(at, new KernelList(at, new Membership(Kind.DELAYED, "*" + name))));
            }
        }
        return List.copyOf(lists.values());
    }

    /** The first {@code count} ready lists. */
    List<KernelList> readyLists(int count, int stride) {
        long base = symbols.address(KernelSymbols.READY).orElseThrow();
        List<KernelList> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new KernelList(
                    base + (long) i * stride, new Membership(Kind.READY, KernelSymbols.READY + "[" + i + "]")));
        }
        return lists;
    }
}
