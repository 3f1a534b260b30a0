package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.UnsoundException;
import org.tcbridge.freertos.KernelLayout.Extent;
import org.tcbridge.freertos.ListWalker.Member;

/**
 * Learns a kernel's configuration from the target's memory: first the lists', then where a control block has its two list
 * items, then the number of priorities, then what follows a task's name.
 */
final class Calibration {
    /** Most priorities a kernel is believed to have. */
    private static final int MAX_PRIORITIES = 1024;

    /** A control block's list items are believed to be no farther behind its start, MPU settings included. */
    private static final int MAX_ITEM_OFFSET = 4096;

    /** What is read of a control block behind the start of its name while its end is not known. */
    private static final int TAIL_BYTES = 192;

    /** What was learnt, and where from. */
    record Result(KernelLayout layout, List<LayoutFact> facts) {}

    private final KernelSymbols symbols;
    private final BlockCache memory;
    private final List<LayoutFact> facts = new ArrayList<>();

    Calibration(KernelSymbols symbols, BlockCache memory) {
        this.symbols = symbols;
        this.memory = memory;
    }

    Result learn(Optional<ByteOrder> order, int pointerBytes) throws UnsoundException {
        List<DataModel> models =
                order.map(List::of).orElse(List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)).stream()
                        .map(o -> new DataModel(o, pointerBytes))
                        .toList();
        ListCalibration listCalibration = new ListCalibration(symbols, memory);
        ListFormat lists = listCalibration.best(models);
        KernelVariables variables = new KernelVariables(symbols, memory, lists.model());
        int bound = readyBound(lists);
        int sound = listCalibration.soundReady(lists, bound);
        KernelLayout head = head(lists, variables, sound);
        Map<Long, Member> members = members(head, variables, Math.min(bound, Math.max(sound, 64)));
        Priorities priorities = Priorities.decide(
                symbols.size(KernelSymbols.READY).isPresent() ? OptionalInt.of(bound) : OptionalInt.empty(),
                bound,
                sound,
                members.values().stream().map(Member::tcb).toList(),
                variables.word("uxTopUsedPriority"));
        KernelLayout counted = head.withPriorities(priorities.count()).withCores(cores(head, variables));
        TailCalibration.Result tail = new TailCalibration(symbols, memory, counted, variables)
                .calibrate(members(counted, variables, counted.priorities()));
        describe(lists, order.isPresent(), priorities, tail.layout());
        facts.addAll(tail.facts());
        return new Result(tail.layout(), List.copyOf(facts));
    }

    /** Most ready lists there is room for. */
    private int readyBound(ListFormat lists) {
        long address = symbols.address(KernelSymbols.READY).orElseThrow();
        OptionalLong size = symbols.size(KernelSymbols.READY);
        long bytes = size.isPresent() ? size.getAsLong() : symbols.room(address).orElse(Long.MAX_VALUE);
        return Math.clamp(bytes / lists.list().size(), 1, MAX_PRIORITIES);
    }

    /** Control blocks up to the name: their list items' owners tell where the items are. */
    private KernelLayout head(ListFormat lists, KernelVariables variables, int ready) throws UnsoundException {
        Map<Integer, Integer> votes = new HashMap<>();
        List<KernelList> candidates = new ArrayList<>(variables.standaloneLists());
        candidates.addAll(variables.readyLists(ready, lists.list().size()));
        for (KernelList list : candidates) {
            itemOffset(lists, list).ifPresent(offset -> votes.merge(offset, 1, Integer::sum));
        }
        int offset = votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() ->
                        new UnsoundException("%s at 0x%x: no list holds a task control block's item; %s is 0x%x"
                                .formatted(
                                        KernelSymbols.READY,
                                        symbols.address(KernelSymbols.READY).orElseThrow(),
                                        symbols.currentName(),
                                        variables.wordAt(symbols.current()).orElse(0))));
        Configuration configuration = lists.configuration().with(KernelTypes.NAME_LENGTH, 16);
        if (symbols.smp()) {
            configuration = configuration.with(KernelTypes.SMP);
        }
        configuration = withItemAt(configuration, offset);
        int name = KernelTypes.TCB.layout(configuration).offset("pcTaskName");
        return KernelLayout.of(
                lists, configuration, ready, 1, new Extent(2 * lists.model().pointerBytes(), name + TAIL_BYTES));
    }

    /** The configuration that puts a control block's state item at {@code offset}. */
    private static Configuration withItemAt(Configuration configuration, int offset) {
        for (boolean affinity : new boolean[] {false, true}) {
            Configuration tried = configuration.with(KernelTypes.CORE_AFFINITY, affinity);
            if (KernelTypes.TCB.layout(tried).offset("xStateListItem") == offset) {
                return tried;
            }
        }
        int settings = offset - configuration.model().pointerBytes();
        return configuration.with(KernelTypes.MPU).with(KernelTypes.MPU_SETTINGS, settings);
    }

    /** Offset of the state item in the control block whose item is first on the list. */
    private OptionalInt itemOffset(ListFormat lists, KernelList list) {
        try {
            Block head = Block.read(memory, list.address(), lists.list().size(), lists.model());
            long item = lists.first(head, list.address());
            if (lists.fault(head, list.address()).isPresent()
                    || item == lists.end(list.address())
                    || list.item() != TaskItem.STATE) {
                return OptionalInt.empty();
            }
            Block block = Block.read(memory, item, 2 * lists.item().size(), lists.model());
            long owner = block.pointer(item + lists.item().offset("pvOwner"));
            long eventOwner =
                    block.pointer(item + lists.item().size() + lists.item().offset("pvOwner"));
            long offset = item - owner;
            boolean plausible = owner == eventOwner
                    && lists.aligned(owner)
                    && offset >= lists.model().pointerBytes()
                    && offset <= MAX_ITEM_OFFSET
                    && offset % lists.item().alignment() == 0;
            return plausible ? OptionalInt.of((int) offset) : OptionalInt.empty();
        } catch (MemoryException e) {
            return OptionalInt.empty();
        }
    }

    /** All tasks on lists, among them the first {@code ready} ready lists. */
    private Map<Long, Member> members(KernelLayout layout, KernelVariables variables, int ready) {
        ListWalker walker = new ListWalker(memory, layout, new TcbReader(memory, layout), new ArrayList<>());
        variables.standaloneLists().forEach(walker::walk);
        variables.readyLists(ready, layout.lists().list().size()).forEach(walker::walk);
        return walker.members();
    }

    /** Number of cores: current-task pointers in a row that lead to control blocks which agree. */
    private int cores(KernelLayout layout, KernelVariables variables) {
        if (!symbols.smp()) {
            return 1;
        }
        int word = layout.model().pointerBytes();
        long bytes = symbols.size(KernelSymbols.CURRENTS)
                .orElseGet(() -> symbols.room(symbols.current()).orElse(32L * word));
        int room = Math.clamp(bytes / word, 1, 32);
        List<Long> currents = variables.currents(room);
        TcbReader reader = new TcbReader(memory, layout);
        int count = 0;
        for (long current : currents) {
            if (!runs(reader, current, room <= 8 ? OptionalInt.empty() : OptionalInt.of(count))
                    || currents.subList(0, count).contains(current)) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    /** Whether a task is at {@code address} that runs on {@code core}, or on whichever when that is empty. */
    private static boolean runs(TcbReader reader, long address, OptionalInt core) {
        try {
            Tcb tcb = reader.read(address);
            // taskTASK_SCHEDULED_TO_YIELD is -2
            boolean agrees = core.isEmpty()
                    || tcb.value("xTaskRunState") == core.getAsInt()
                    || (int) tcb.value("xTaskRunState") == -2;
            return address != 0 && tcb.fault().isEmpty() && agrees;
        } catch (MemoryException e) {
            return false;
        }
    }

    private void describe(ListFormat lists, boolean orderGiven, Priorities priorities, KernelLayout layout) {
        String source = "calibrated: sound list heads";
        fact(
                "byte order",
                lists.model().order().toString(),
                orderGiven ? "known before: the program's file, or the scheduler's flag" : source);
        fact("List_t", lists.list().size() + " bytes", source);
        fact("ListItem_t", lists.item().size() + " bytes", source);
        fact("TickType_t", 8 * lists.tickBytes() + " bits", source);
        fact(KernelTypes.INTEGRITY, lists.configuration().macros().contains(KernelTypes.INTEGRITY) ? "1" : "0", source);
        fact("configMAX_PRIORITIES", Integer.toString(priorities.count()), priorities.source());
        fact(
                "configNUMBER_OF_CORES",
                Integer.toString(layout.cores()),
                symbols.smp() ? "calibrated: " + KernelSymbols.CURRENTS : "symbol " + KernelSymbols.CURRENT);
        for (String member : List.of("xStateListItem", "xEventListItem")) {
            fact("TCB_t." + member, "offset " + layout.tcb().offset(member), "calibrated: pvOwner of list items");
        }
        for (String member : List.of("uxPriority", "pxStack", "pcTaskName")) {
            fact("TCB_t." + member, "offset " + layout.tcb().offset(member), "declared: behind xEventListItem");
        }
    }

    private void fact(String what, String value, String source) {
        facts.add(new LayoutFact(what, value, source));
    }
}
