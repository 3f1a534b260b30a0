package org.tcbridge.proxy.threads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.HaltMemory;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingSelector;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.LayoutText;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.ServerThreads;

/**
 * The tasks of one program on one target, as gdb's threads. A stop costs one memory read; the lists are walked when somebody
 * asks for them, once while the target stands still; a parked task's frame is read once too.
 */
public final class TaskModel {
    /**
     * What the model is made of.
     *
     * @param rtos id of the RTOS
     * @param architectures the architectures the target may be, likely ones first
     * @param registers names of the target's registers
     */
    public record Parts(
            String rtos,
            RtosView view,
            List<Architecture> architectures,
            StackingCatalog stackings,
            Symbols symbols,
            Set<String> registers,
            Memory memory,
            ServerThreads cpus) {}

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final Parts parts;
    private final SessionLog log;
    private final ThreadNumbers numbers;
    private final StartUp startUp;

    /** What a walk and a look at the CPUs read: of a debugger that lists the threads at each stop, in one go. */
    private final HaltMemory kernel;

    private final Map<TaskKey, SavedContext> contexts = new HashMap<>();
    private final Set<TaskKey> doubtful = new HashSet<>();
    private final Map<Long, Task> walked = new HashMap<>();

    /** The tasks on the CPUs, when there is a snapshot. */
    private final Map<Integer, Task> onCpus = new HashMap<>();

    private @Nullable DataModel model;
    private @Nullable Snapshot snapshot;
    private @Nullable Current current;

    /** Who was on the CPUs before the target ran last, if anybody asked. */
    private @Nullable Current before;

    private Selection stacking = new Selection.None("no task has been seen yet");
    private String said = "";
    private List<LayoutFact> judged = List.of();
    private List<String> warned = List.of();
    private OptionalLong changes = OptionalLong.empty();

    /** A model that gives its tasks numbers of the session. */
    TaskModel(Parts parts, ThreadNumbers numbers, StartUp startUp, SessionLog log) {
        this.parts = parts;
        this.kernel = new HaltMemory(parts.memory);
        this.startUp = startUp;
        this.numbers = numbers;
        this.log = log;
    }

    /** The target ran, or its memory was written: what was read before is stale. */
    public void forget() {
        kernel.forget();
        snapshot = null;
        before = current;
        current = null;
        contexts.clear();
    }

    /** The target ran, and the one CPU of the kernel is known to execute the task it did: that need not be read again. */
    public void sameTask() {
        if (snapshot == null
                && current == null
                && before != null
                && before.tasks().size() == 1) {
            current = before;
        }
    }

    /** All tasks; walks the lists unless it has since the target last changed. */
    public Snapshot snapshot() {
        Snapshot known = snapshot;
        if (known == null) {
            known = walk();
            snapshot = known;
            switch (known) {
                case Snapshot.NoTasks(String reason) -> {
                    noTasks();
                    say("no tasks shown: " + reason);
                }
                case Snapshot.Tasks tasks -> {
                    model = tasks.model();
                    numbers.update(tasks);
                    walked.clear();
                    onCpus.clear();
                    for (Task task : tasks.tasks()) {
                        walked.put(task.key().address(), task);
                        if (task.core().isPresent()) {
                            onCpus.putIfAbsent(task.core().getAsInt(), task);
                        }
                    }
                    noteChanges();
                    say(tasks.tasks().size() + " tasks"
                            + (tasks.problems().isEmpty() ? "" : ", but " + String.join("; ", tasks.problems())));
                    warn(parts.view.layout());
                    chooseStacking(tasks);
                }
            }
        }
        return known;
    }

    private Snapshot walk() {
        Snapshot found = parts.view.snapshot(kernel);
        return found instanceof Snapshot.Tasks tasks
                ? startUp.leftOver(tasks, architecture())
                        .<Snapshot>map(Snapshot.NoTasks::new)
                        .orElse(tasks)
                : found;
    }

    private void noTasks() {
        numbers.clear();
        walked.clear();
        doubtful.clear();
    }

    /** Logs what changed, other than in numbers, once. */
    private void say(String what) {
        if (what.equals(said)) {
            return;
        }
        boolean another = !NUMBER.matcher(what)
                .replaceAll("#")
                .equals(NUMBER.matcher(said).replaceAll("#"));
        said = what;
        if (another) {
            log.info("{}", what);
        }
    }

    /** Logs what the sources of the layout disagree on, once. */
    private void warn(List<LayoutFact> facts) {
        if (!facts.equals(judged)) {
            judged = facts;
            List<String> warnings = LayoutText.warnings(facts);
            if (!warnings.equals(warned)) {
                warned = warnings;
                warnings.forEach(warning -> log.warn("{}", warning));
            }
        }
    }

    private void chooseStacking(Snapshot.Tasks tasks) {
        if (stacking instanceof Selection.Chosen) {
            return;
        }
        stacking = StackingSelector.choose(
                parts.architectures, parts.stackings, parts.rtos, parts.symbols, parts.memory, parts.registers, tasks);
        switch (stacking) {
            case Selection.Chosen(var chosen, String reason) ->
                log.info("saved registers: {} ({})", chosen.model().header().id(), reason);
            case Selection.None(String reason) -> log.warn("registers of parked tasks are not known: {}", reason);
        }
    }

    /** What a stopped CPU runs. One memory read, unless the task is new. */
    public DebugThread onCpu(int cpu) {
        if (snapshot == null) {
            OptionalLong address = currentTask(cpu);
            Task seen = address.isPresent() ? walked.get(address.getAsLong()) : null;
            if (seen != null) {
                return running(cpu, seen);
            }
            if (address.isEmpty()) {
                return new DebugThread.Cpu(numbers.ofCpu(cpu), cpu);
            }
        }
        Task task = snapshot() instanceof Snapshot.Tasks ? onCpus.get(cpu) : null;
        return task == null ? new DebugThread.Cpu(numbers.ofCpu(cpu), cpu) : running(cpu, task);
    }

    /** The first walk is of the kernel as it is now: a task that is new at the next stop must not pass for one of its. */
    private void noteChanges() {
        if (changes.isEmpty()) {
            try {
                changes = OptionalLong.of(parts.view.current(kernel).changes());
            } catch (MemoryException e) {
                log.debug("the current task is not known: {}", e.getMessage());
            }
        }
    }

    private OptionalLong currentTask(int cpu) {
        try {
            Current now = current == null ? parts.view.current(kernel) : current;
            current = now;
            boolean mayBeNew = changes.isPresent() && changes.getAsLong() != now.changes();
            changes = OptionalLong.of(now.changes());
            if (mayBeNew) {
                snapshot();
            }
            if (!now.started()) {
                noTasks();
            }
            return cpu < now.tasks().size() ? now.tasks().get(cpu) : OptionalLong.empty();
        } catch (MemoryException e) {
            log.debug("the current task is not known: {}", e.getMessage());
            return OptionalLong.empty();
        }
    }

    private DebugThread running(int cpu, Task task) {
        long number = numbers.of(task.key()).orElseThrow();
        numbers.nowOn(cpu, number);
        return new DebugThread.RunningTask(number, cpu, task);
    }

    /** All tasks and the CPUs that run none. */
    public List<DebugThread> all() {
        List<DebugThread> all = new ArrayList<>();
        int cpus = parts.cpus.count();
        boolean[] busy = new boolean[cpus];
        if (snapshot() instanceof Snapshot.Tasks tasks) {
            for (Task task : tasks.tasks()) {
                long number = numbers.of(task.key()).orElseThrow();
                if (task.core().isPresent() && task.core().getAsInt() < cpus) {
                    int cpu = task.core().getAsInt();
                    busy[cpu] = true;
                    all.add(new DebugThread.RunningTask(number, cpu, task));
                } else {
                    all.add(new DebugThread.ParkedTask(number, task));
                }
            }
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (!busy[cpu]) {
                all.add(new DebugThread.Cpu(numbers.ofCpu(cpu), cpu));
            }
        }
        return all;
    }

    /** How many CPUs there are. */
    int cpus() {
        return parts.cpus.count();
    }

    /**
     * A parked task's saved registers.
     *
     * @throws FrameException when its stack holds none that make sense; says why
     */
    public SavedContext context(Task task) throws FrameException {
        if (task.core().isPresent()) {
            throw new FrameException("the kernel runs it on CPU %d, which the server does not show"
                    .formatted(task.core().getAsInt()));
        }
        SavedContext context = contexts.get(task.key());
        if (context == null) {
            doubtful.add(task.key());
            context = switch (stacking) {
                case Selection.Chosen(var chosen, var reason) -> chosen.context(task, parts.memory);
                case Selection.None(String reason) -> throw new FrameException(reason);
            };
            contexts.put(task.key(), context);
            doubtful.remove(task.key());
        }
        return context;
    }

    /** True of a task whose stack, when somebody looked at it and still, holds no saved registers that make sense. */
    boolean isDoubtful(Task task) {
        if (doubtful.contains(task.key())) {
            try {
                context(task);
            } catch (FrameException e) {
                return true;
            }
        }
        return false;
    }

    /** The architecture: the one that the tasks' frames fit, else the likeliest. */
    public Architecture architecture() {
        return switch (stacking) {
            case Selection.Chosen(var chosen, var reason) -> chosen.architecture();
            case Selection.None ignored -> parts.architectures.getFirst();
        };
    }

    /** Byte order and pointer size as the last sound walk found them; empty before it. */
    public Optional<DataModel> model() {
        return Optional.ofNullable(model);
    }

    /** The stacking model in use, or why there is none. */
    public Selection stacking() {
        return stacking;
    }

    /** The RTOS's view, for people's questions about the layout. */
    public RtosView view() {
        return parts.view;
    }

    /** Id of the RTOS. */
    public String rtos() {
        return parts.rtos;
    }
}
