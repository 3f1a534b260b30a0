package org.tcbridge.proxy.monitor;

import java.net.URL;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.symbol.Symbols;

/**
 * A kernel whose tasks a test declares. In the target's memory are only two words: at {@link #RUNNING} the address of the
 * running task, 0 when the kernel does not run, and at {@link #VERSION} something to learn.
 */
final class ToyKernel implements Rtos {
    static final String SYMBOL = "toy_running";
    static final long RUNNING = 0x1000;
    static final long VERSION = 0x1004;
    static final DataModel MODEL = new DataModel(ByteOrder.LITTLE_ENDIAN, 4);

    private final List<Task> tasks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean fills = true;
    private Optional<String> declared = Optional.empty();

    /** A task, parked or running; stacks grow down. */
    ToyKernel task(
            long address, String name, TaskState state, String detail, long sp, OptionalLong start, OptionalLong end) {
        tasks.add(new Task(
                new TaskKey(address, 0),
                name,
                state,
                detail,
                OptionalInt.of(tasks.size() + 1),
                tasks.size() == 1 ? OptionalInt.of(1) : OptionalInt.empty(),
                OptionalInt.empty(),
                start,
                end,
                sp,
                Map.of()));
        return this;
    }

    /** From now on the kernel tells how often a task was scheduled: so often. */
    ToyKernel counts(long runs) {
        tasks.replaceAll(task -> task.at(task.stackPointer(), Map.of("run_count", runs)));
        return this;
    }

    /** A task with a stack. */
    ToyKernel task(long address, String name, long sp, long start, long end) {
        return task(address, name, TaskState.READY, "", sp, OptionalLong.of(start), OptionalLong.of(end));
    }

    ToyKernel problem(String problem) {
        problems.add(problem);
        return this;
    }

    /** Has the kernel's file say another version than the target. */
    ToyKernel declaredVersion(String version) {
        declared = Optional.of(version);
        return this;
    }

    /** Has the kernel leave new stacks as they are. */
    ToyKernel withoutFill() {
        fills = false;
        return this;
    }

    @Override
    public String id() {
        return "toy";
    }

    @Override
    public String title() {
        return "Toy kernel";
    }

    @Override
    public List<Set<String>> requiredSymbols() {
        return List.of(Set.of(SYMBOL));
    }

    @Override
    public Set<String> optionalSymbols() {
        return Set.of();
    }

    @Override
    public List<URL> stackings() {
        return List.of();
    }

    @Override
    public RtosView attach(Symbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        return new View();
    }

    private final class View implements RtosView {
        private Optional<LayoutFact> learnt = Optional.empty();

        @Override
        public Current current(Memory memory) throws MemoryException {
            long running = word(memory, RUNNING);
            return new Current(List.of(running == 0 ? OptionalLong.empty() : OptionalLong.of(running)), 0);
        }

        @Override
        public Snapshot snapshot(Memory memory) {
            try {
                long running = word(memory, RUNNING);
                if (running == 0) {
                    return new Snapshot.NoTasks(SYMBOL + " is 0: the kernel does not run");
                }
                if (learnt.isEmpty()) {
                    String version = Long.toString(word(memory, VERSION));
                    learnt = Optional.of(new LayoutFact("version", version, "word at 0x1004")
                            .against("DWARF 5", declared.orElse(version)));
                }
                List<Task> all = tasks.stream()
                        .map(task -> task.key().address() == running ? running(task) : task)
                        .toList();
                return new Snapshot.Tasks(all, MODEL, problems);
            } catch (MemoryException e) {
                return new Snapshot.NoTasks(String.valueOf(e.getMessage()));
            }
        }

        private static Task running(Task task) {
            return new Task(
                    task.key(),
                    task.name(),
                    TaskState.RUNNING,
                    "",
                    task.priority(),
                    task.basePriority(),
                    OptionalInt.of(0),
                    task.stackStart(),
                    task.stackEnd(),
                    task.stackPointer(),
                    task.facts());
        }

        private static long word(Memory memory, long address) throws MemoryException {
            return MODEL.unsigned(memory.read(address, 4), 0, 4);
        }

        @Override
        public List<LayoutFact> layout() {
            return learnt.map(List::of).orElse(List.of());
        }

        @Override
        public OptionalInt stackFill() {
            return fills ? OptionalInt.of(0xa5) : OptionalInt.empty();
        }
    }
}
