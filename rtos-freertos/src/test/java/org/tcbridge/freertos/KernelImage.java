package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.symbol.Symbols;

/**
 * A kernel laid out in memory as the C compiler and tasks.c would have it. Shares nothing with the code under test: fields are
 * put one behind the other with plain arithmetic.
 */
final class KernelImage implements Symbols {
    static final long RAM = 0x2000_0000L;
    private static final int RAM_BYTES = 0x200000;

    /** A task as it was put. */
    record Put(String name, int priority, int base, long tcb, long stack, long stackTop) {}

    final KernelConfig config;
    final FakeMemory memory = new FakeMemory(RAM, RAM_BYTES);
    final Map<String, Long> symbols = new LinkedHashMap<>();
    final Map<String, Put> tasks = new LinkedHashMap<>();
    /** Members of a control block behind its name, once a task was created. */
    final Map<String, Place> tail = new LinkedHashMap<>();

    int tcbBytes;
    private final Random random = new Random(7);

    final int itemBytes;
    final int itemValue;
    final int itemNext;
    final int listBytes;
    final int listCount;
    final int listEnd;
    private final int endBytes;
    final int stateItem;
    final int eventItem;
    final int nameOffset;
    int notifyOffset;
    private long brk;
    private int created;

    KernelImage(KernelConfig config) {
        this.config = config;
        int word = config.word;
        int at = config.integrity ? config.tick : 0;
        itemValue = at;
        itemNext = up(at + config.tick, word);
        at = itemNext + 4 * word;
        at += config.integrity ? config.tick : 0;
        int align = Math.max(word, config.tick);
        itemBytes = up(at, align);
        listCount = config.integrity ? up(config.tick, word) : 0;
        listEnd = up(listCount + 2 * word, align);
        endBytes = config.mini ? up(itemNext + 2 * word, align) : itemBytes;
        listBytes = up(listEnd + endBytes + (config.integrity ? config.tick : 0), align);
        stateItem = up(word + config.mpu + (config.affinity ? word : 0), align);
        eventItem = stateItem + itemBytes;
        nameOffset = eventItem + itemBytes + (config.cores > 1 ? 4 : 2) * word;
        variables();
    }

    private static int up(int value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    private void variables() {
        brk = RAM + 0x100;
        long ready = variable("pxReadyTasksLists", config.priorities * listBytes);
        for (int i = 0; i < config.priorities; i++) {
            initialise(ready + (long) i * listBytes);
        }
        for (String name : List.of(
                "xDelayedTaskList1",
                "xDelayedTaskList2",
                "xPendingReadyList",
                "xTasksWaitingTermination",
                "xSuspendedTaskList")) {
            initialise(variable(name, listBytes));
        }
        poke(variable("pxDelayedTaskList", config.word), symbol("xDelayedTaskList1"));
        poke(variable("pxOverflowDelayedTaskList", config.word), symbol("xDelayedTaskList2"));
        for (String name : List.of("uxCurrentNumberOfTasks", "xTickCount", "uxTopReadyPriority", "uxTaskNumber")) {
            variable(name, config.word);
        }
        poke(variable("xSchedulerRunning", config.word), 1);
        variable(config.cores > 1 ? "pxCurrentTCBs" : "pxCurrentTCB", config.cores * config.word);
        variable("xIdleTaskHandle" + (config.cores > 1 ? "s" : ""), config.cores * config.word);
        if (config.topUsed) {
            poke(variable("uxTopUsedPriority", config.word), config.priorities - 1);
        }
        if (config.notifyEnum || !config.mutexCount) {
            variable("uxTasksDeleted", config.word);
        }
        if (config.runTime > 0) {
            variable("ulTotalRunTime", config.runTime);
        }
        brk += 0x400;
        if (!config.lto) {
            // what tasks wait in, and what the kernel itself calls
            function("xTaskIncrementTick", true);
            function("xTaskGenericNotifyWait", config.notifications > 0);
            function("xTaskPriorityInherit", config.mutexes);
            // the linker may drop what the program does not call
            function("vTaskSetApplicationTaskTag", config.tag && !config.gcSections);
            function("pvTaskGetThreadLocalStoragePointer", config.tls > 0 && !config.gcSections);
            function("uxTaskGetTaskNumber", config.trace && !config.gcSections);
        }
    }

    private void function(String name, boolean there) {
        if (there) {
            symbols.put(name, 0x1000L + 16L * symbols.size());
        }
    }

    private long variable(String name, int bytes) {
        brk = up((int) (brk - RAM), 8) + RAM;
        long address = brk;
        brk += bytes;
        boolean renamed = config.lto && !name.startsWith("pxCurrent") && !name.startsWith("xTick");
        symbols.put(renamed ? name + ".lto_priv.0" : name, address);
        return address;
    }

    long symbol(String name) {
        Long address = symbols.getOrDefault(name, symbols.get(name + ".lto_priv.0"));
        return java.util.Objects.requireNonNull(address, name);
    }

    long ready(int priority) {
        return symbol("pxReadyTasksLists") + (long) priority * listBytes;
    }

    @Override
    public OptionalLong address(String name) {
        Long address = symbols.get(name);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    @Override
    public OptionalLong size(String name) {
        if (!config.sizes || !symbols.containsKey(name)) {
            return OptionalLong.empty();
        }
        return switch (name) {
            case "pxReadyTasksLists", "pxReadyTasksLists.lto_priv.0" ->
                OptionalLong.of((long) config.priorities * listBytes);
            case "pxCurrentTCBs" -> OptionalLong.of((long) config.cores * config.word);
            default -> OptionalLong.of(config.word);
        };
    }

    void poke(long address, long value) {
        memory.poke(address, value, config.word, config.order);
    }

    long peek(long address) {
        return memory.peek(address, config.word, config.order);
    }

    void tick(long address, long value) {
        memory.poke(address, value, config.tick, config.order);
    }

    private void initialise(long list) {
        if (config.integrity) {
            tick(list, 0x5a5a5a5a5a5a5a5aL);
            tick(list + listEnd, 0x5a5a5a5a5a5a5a5aL);
            tick(list + up(listEnd + endBytes, config.tick), 0x5a5a5a5a5a5a5a5aL);
            if (!config.mini) {
                tick(list + listEnd + itemNext + 4L * config.word, 0x5a5a5a5a5a5a5a5aL);
            }
        }
        poke(list + listCount, 0);
        poke(list + listCount + config.word, list + listEnd);
        tick(list + listEnd + itemValue, -1);
        poke(list + listEnd + itemNext, list + listEnd);
        poke(list + listEnd + itemNext + config.word, list + listEnd);
    }

    /** Appends an item of a task to a list. */
    void insert(long list, long item) {
        long end = list + listEnd;
        long last = peek(end + itemNext + config.word);
        poke(item + itemNext, end);
        poke(item + itemNext + config.word, last);
        poke(last + itemNext, item);
        poke(end + itemNext + config.word, item);
        poke(item + itemNext + 3L * config.word, list);
        poke(list + listCount, peek(list + listCount) + 1);
    }

    /** Takes an item of a task from the list it is on. */
    void remove(long item) {
        long next = peek(item + itemNext);
        long previous = peek(item + itemNext + config.word);
        long list = peek(item + itemNext + 3L * config.word);
        poke(previous + itemNext, next);
        poke(next + itemNext + config.word, previous);
        poke(item + itemNext + 3L * config.word, 0);
        poke(list + listCount, peek(list + listCount) - 1);
    }

    /** Creates a task that is on no list yet. */
    Put create(String name, int priority, int base) {
        int word = config.word;
        long stack = allocate(config.stack);
        tcbBytes = tcb(0, name, priority, base, stack, false);
        long tcb = allocate(tcbBytes);
        tcb(tcb, name, priority, base, stack, true);
        created++;
        poke(symbol("uxTaskNumber"), created);
        poke(symbol("uxCurrentNumberOfTasks"), created);
        Put put = new Put(
                name.substring(0, Math.min(name.length(), config.name - 1)),
                priority,
                base,
                tcb,
                stack,
                stack + config.stack - word);
        tasks.put(name, put);
        return put;
    }

    private long allocate(int bytes) {
        int align = 2 * config.word;
        if (config.heap) {
            brk = up((int) (brk - RAM), align) + RAM;
            int total = up(bytes + 2 * config.word, align);
            poke(brk + config.word, total | 1L << (8 * config.word - 1));
            brk += total;
            return brk - total + 2L * config.word;
        }
        brk = up((int) (brk - RAM), 8) + RAM;
        brk += bytes;
        return brk - bytes;
    }

    /** Writes a control block, or only counts its bytes. */
    private int tcb(long tcb, String name, int priority, int base, long stack, boolean write) {
        int word = config.word;
        int align = Math.max(word, config.tick);
        int at = nameOffset + config.name;
        Map<Integer, long[]> fields = new LinkedHashMap<>();
        fields.put(0, new long[] {stack + 64, word});
        for (int item : new int[] {stateItem, eventItem}) {
            fields.put(item + itemNext + 2 * word, new long[] {tcb, word});
            if (config.integrity) {
                fields.put(item, new long[] {0x5a5a5a5a5a5a5a5aL, config.tick});
                fields.put(item + itemNext + 4 * word, new long[] {0x5a5a5a5a5a5a5a5aL, config.tick});
            }
        }
        fields.put(eventItem + itemValue, new long[] {config.priorities - priority, config.tick});
        fields.put(eventItem + itemBytes, new long[] {priority, word});
        fields.put(eventItem + itemBytes + word, new long[] {stack, word});
        if (config.cores > 1) {
            fields.put(eventItem + itemBytes + 2 * word, new long[] {-1, word});
            fields.put(eventItem + itemBytes + 3 * word, new long[] {0, word});
        }
        for (int i = 0; i < config.name; i++) {
            boolean inside = i < name.length() && i < config.name - 1;
            // V9 and newer copy up to the NUL and leave what the heap had behind it
            int rest = config.garbage && i > name.length() && i < config.name - 1 ? 0x80 + random.nextInt(120) : 0;
            fields.put(nameOffset + i, new long[] {inside ? name.charAt(i) : rest, 1});
        }
        if (config.stackEnd) {
            at = field(fields, named("pxEndOfStack", at, word), word, stack + config.stack - word);
        }
        if (config.nesting) {
            at = field(fields, at, word, 0);
        }
        if (config.trace) {
            at = field(fields, named("uxTCBNumber", at, word), word, created + 1);
            at = field(fields, at, word, 0);
        }
        if (config.mutexes) {
            at = field(fields, named("uxBasePriority", at, word), word, base);
            if (config.mutexCount) {
                at = field(fields, at, word, base == priority ? 0 : 1);
            }
        }
        if (config.tag) {
            at = field(fields, at, word, created % 3 == 0 ? 0x08001235L : 0);
        }
        for (int i = 0; i < config.tls; i++) {
            at = field(fields, at, word, created % 2 == 0 ? RAM + 0x400L * i : 0);
        }
        if (config.runTime > 0) {
            at = field(fields, at, config.runTime, 100_000L + random.nextInt(1 << 20));
        }
        if (config.notifications > 0) {
            named("ulNotifiedValue", at, 4, config.notifications);
        }
        for (int i = 0; i < config.notifications; i++) {
            at = field(fields, at, 4, created == 2 ? 5 : 0);
        }
        if (config.notifications > 0) {
            int bytes = config.notifyEnum ? 4 : 1;
            notifyOffset = up(at, bytes);
            named(config.notifyEnum ? "eNotifyState" : "ucNotifyState", at, bytes, config.notifications);
            for (int i = 0; i < config.notifications; i++) {
                at = field(fields, at, config.notifyEnum ? 4 : 1, 0);
            }
        }
        at = config.statics ? field(fields, at, 1, 0) : at;
        at = config.abort ? field(fields, at, 1, 0) : at;
        at = config.errno ? field(fields, at, 4, 0) : at;
        if (write) {
            fields.forEach((offset, field) -> memory.poke(tcb + offset, field[0], (int) field[1], config.order));
        }
        return up(at, align);
    }

    private int named(String name, int at, int bytes) {
        return named(name, at, bytes, 1);
    }

    private int named(String name, int at, int bytes, int length) {
        tail.put(name, new Place(up(at, bytes), bytes * length));
        return at;
    }

    private static int field(Map<Integer, long[]> fields, int at, int bytes, long value) {
        int offset = up(at, bytes);
        fields.put(offset, new long[] {value, bytes});
        return offset + bytes;
    }

    /** Puts a task on the CPU. */
    void run(Put task, int core) {
        poke(symbol(config.cores > 1 ? "pxCurrentTCBs" : "pxCurrentTCB") + (long) core * config.word, task.tcb());
        if (config.cores > 1) {
            poke(task.tcb() + eventItem + itemBytes + 2L * config.word, core);
        }
    }

    /** Makes a task wait for its last notification. */
    void awaitNotification(Put task) {
        int index = config.notifications - 1;
        int bytes = config.notifyEnum ? 4 : 1;
        memory.poke(task.tcb() + notifyOffset + (long) index * bytes, 1, bytes, config.order);
    }

    /** A list in the middle of nowhere, such as a queue's. */
    long eventList() {
        long list = allocate(listBytes);
        initialise(list);
        return list;
    }

    /** Addresses of all control blocks. */
    List<Long> tcbs() {
        List<Long> addresses = new ArrayList<>();
        tasks.values().forEach(task -> addresses.add(task.tcb()));
        return addresses;
    }
}
