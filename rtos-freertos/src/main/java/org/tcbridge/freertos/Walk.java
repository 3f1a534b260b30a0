package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.UnsoundException;
import org.tcbridge.freertos.ListWalker.Member;
import org.tcbridge.freertos.Membership.Kind;

/** One walk over all of the kernel's lists with a known layout. */
final class Walk {
    /** How many problems stand in the one line that says why there are no tasks. */
    private static final int SHOWN = 4;

    private final KernelSymbols symbols;
    private final KernelLayout layout;
    private final KernelVariables variables;
    private final TcbReader tcbs;
    private final ListWalker lists;
    private final List<String> problems = new ArrayList<>();
    private final Map<Long, OptionalInt> cores = new LinkedHashMap<>();
    private boolean currentOnList;
    private boolean currentSound = true;

    Walk(KernelSymbols symbols, BlockCache memory, KernelLayout layout, KernelVariables variables) {
        this.symbols = symbols;
        this.layout = layout;
        this.variables = variables;
        this.tcbs = new TcbReader(memory, layout);
        this.lists = new ListWalker(memory, layout, tcbs, problems);
    }

    /**
     * Walks.
     *
     * @param before control blocks of the last walk
     * @param same whether they are likely all there are now, so that neighbours can be read together
     */
    void run(Collection<Long> before, boolean same) {
        if (same) {
            tcbs.prefetch(before);
        }
        variables.standaloneLists().forEach(lists::walk);
        variables.readyLists(layout.priorities(), layout.lists().list().size()).forEach(lists::walk);
        addCurrents();
        OptionalLong count = variables.word("uxCurrentNumberOfTasks");
        if (count.isPresent() && count.getAsLong() > lists.members().size()) {
            addMissing(before, count.getAsLong());
        }
        if (count.isPresent() && count.getAsLong() != lists.members().size()) {
            problems.add("uxCurrentNumberOfTasks is %s, the lists hold %d tasks"
                    .formatted(
                            Long.toUnsignedString(count.getAsLong()),
                            lists.members().size()));
        }
    }

    private void addCurrents() {
        List<Long> currents = variables.currents(layout.cores());
        for (int core = 0; core < currents.size(); core++) {
            long address = currents.get(core);
            currentOnList |= lists.members().containsKey(address);
            Optional<String> fault = add(address);
            if (fault.isPresent()) {
                currentSound = false;
                problems.add("%s[%d] is 0x%x: %s".formatted(symbols.currentName(), core, address, fault.get()));
            } else {
                cores.putIfAbsent(address, OptionalInt.of(core));
            }
        }
    }

    /** Tasks that hang in no list for a moment: those the kernel has handles of, and those of the last walk. */
    private void addMissing(Collection<Long> before, long count) {
        List<Long> candidates = new ArrayList<>();
        for (String name : List.of("xIdleTaskHandle", "xIdleTaskHandles", "xTimerTaskHandle")) {
            variables.word(name).ifPresent(candidates::add);
        }
        candidates.addAll(before);
        for (long address : candidates) {
            if (lists.members().size() < count && address != 0) {
                add(address);
            }
        }
    }

    /** Adds a task that no list has. Returns what speaks against it. */
    private Optional<String> add(long address) {
        if (lists.members().containsKey(address)) {
            return Optional.empty();
        }
        if (!layout.lists().aligned(address)) {
            return Optional.of("expected the address of a task control block");
        }
        try {
            Tcb tcb = tcbs.read(address);
            Optional<String> fault = tcb.fault();
            if (fault.isEmpty()) {
                lists.members().put(address, new Member(tcb, new Membership(Kind.NONE, "no list")));
            }
            return fault;
        } catch (MemoryException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Whether the layout fits what was found; when not, it may be another program's. */
    boolean agrees() {
        return currentSound
                && lists.mostlySound()
                && !TailCheck.contradicts(lists.members().values());
    }

    /** Whether a layout that debug information declares fits what was found. */
    boolean agreesAsDeclared() {
        return agrees() && DeclaredCheck.fits(lists.members().values(), created());
    }

    /** Refuses a walk that found nothing to show. */
    void checkTasks() throws UnsoundException {
        if (lists.members().isEmpty() || !lists.mostlySound()) {
            throw new UnsoundException(problems.isEmpty() ? "no list holds a task" : firstProblems());
        }
        if (!symbols.has("xSchedulerRunning") && !currentOnList) {
            throw new UnsoundException("xSchedulerRunning is not known and %s is 0x%x, which is on no list"
                    .formatted(
                            symbols.currentName(),
                            variables.wordAt(symbols.current()).orElse(0)));
        }
    }

    private String firstProblems() {
        String first = problems.stream().limit(SHOWN).collect(Collectors.joining("; "));
        return problems.size() > SHOWN ? first + " and " + (problems.size() - SHOWN) + " more" : first;
    }

    /** The control blocks found, by address. */
    Map<Long, Tcb> tasks() {
        Map<Long, Tcb> tasks = new LinkedHashMap<>();
        lists.members().forEach((address, member) -> tasks.put(address, member.tcb()));
        return tasks;
    }

    /** The tasks found, in no particular order. */
    List<Task> describe() {
        List<Task> tasks = new ArrayList<>(lists.members().size());
        for (Member member : lists.members().values()) {
            OptionalInt core = cores.getOrDefault(member.tcb().address(), OptionalInt.empty());
            tasks.add(TaskDescription.of(member, core));
        }
        return tasks;
    }

    /** Number of tasks created so far, when the kernel tells. */
    OptionalLong created() {
        return variables.word("uxTaskNumber");
    }

    DataModel model() {
        return layout.model();
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
