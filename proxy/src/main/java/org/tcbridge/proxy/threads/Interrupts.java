package org.tcbridge.proxy.threads;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.ExceptionEntry;
import org.tcbridge.core.arch.ExceptionEntry.Interruption;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.BoundStacking;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.reply.StopReply;

/**
 * CPUs in the handlers of exceptions. Where the server gives the registers it takes, a handler is a thread of its own and the
 * interrupted task has the registers it was interrupted with; elsewhere the task has the live registers. What was found is kept
 * while the target stands still.
 */
final class Interrupts {
    private final TaskModel.Parts parts;
    private final TaskModel tasks;
    private final CpuRegisters registers;
    private final SessionLog log;
    private final Map<Integer, Map<Integer, String>> sent = new HashMap<>();
    private final Map<Integer, Optional<String>> exceptions = new HashMap<>();
    private final Map<Integer, TaskContext> contexts = new HashMap<>();
    private @Nullable BoundStacking frame;

    Interrupts(TaskModel.Parts parts, TaskModel tasks, CpuRegisters registers, SessionLog log) {
        this.parts = parts;
        this.tasks = tasks;
        this.registers = registers;
        this.log = log;
    }

    /** What was found before is stale. */
    void forget() {
        sent.clear();
        exceptions.clear();
        contexts.clear();
    }

    /** A CPU stopped; the reply may bring registers along, and so save a request. */
    void stopped(int cpu, StopReply.Stopped stop) {
        Map<Integer, String> values = new HashMap<>();
        stop.pairs().forEach(pair -> {
            OptionalInt number = pair.register();
            if (number.isPresent()) {
                values.put(number.getAsInt(), pair.value());
            }
        });
        sent.put(cpu, values);
    }

    /** The exception whose handler a CPU is in; empty when it is in none, or when the registers do not tell. */
    Optional<String> exception(int cpu) {
        if (tasks.model().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> known = exceptions.get(cpu);
        if (known == null) {
            known = tasks.architecture().handler(name -> stoppedWith(cpu, name));
            exceptions.put(cpu, known);
        }
        return known;
    }

    private OptionalLong stoppedWith(int cpu, String name) {
        Map<Integer, String> values = sent.getOrDefault(cpu, Map.of());
        Optional<String> hex = register(name).map(r -> values.get(r.number()));
        return hex.isPresent() ? number(hex.get()) : value(cpu, name);
    }

    /** The exception whose handler is a thread of its own. */
    Optional<String> ownThread(int cpu) {
        return entry().isEmpty() ? Optional.empty() : exception(cpu);
    }

    /** True when the server gives the registers that it takes to show a handler as a thread. */
    boolean areThreads() {
        return entry().isPresent();
    }

    /** How to find what was interrupted; empty when the server does not give the registers it takes. */
    private Optional<ExceptionEntry> entry() {
        Optional<ExceptionEntry> entry = tasks.architecture().exceptionEntry();
        if (entry.isPresent()) {
            for (String name : entry.get().registers()) {
                if (register(name).isEmpty()) {
                    return Optional.empty();
                }
            }
        }
        return entry;
    }

    private Optional<Register> register(String name) {
        return registers.named(tasks.architecture()).ownOrCanonical(name);
    }

    private OptionalLong value(int cpu, String name) {
        Optional<Register> register = register(name);
        try {
            return register.isEmpty()
                    ? OptionalLong.empty()
                    : registers.hex(cpu, register.get()).map(this::number).orElse(OptionalLong.empty());
        } catch (LinkException e) {
            // the session is about to end; until then it is not known
            log.debug("register {}: {}", name, e.getMessage());
            return OptionalLong.empty();
        }
    }

    private OptionalLong number(String hex) {
        Optional<DataModel> data = tasks.model();
        boolean legible = data.isPresent() && Hex.isBytes(hex) && !hex.isEmpty() && hex.length() <= 2 * Long.BYTES;
        return legible
                ? OptionalLong.of(data.get().unsigned(Hex.parseBytes(hex), 0, hex.length() / 2))
                : OptionalLong.empty();
    }

    /**
     * The registers of the task that a handler interrupted.
     *
     * @throws FrameException when they cannot be found, or are not the task's; says why
     */
    TaskContext context(DebugThread.InterruptedTask thread) throws FrameException {
        TaskContext known = contexts.get(thread.cpu());
        if (known == null) {
            known = find(thread);
            contexts.put(thread.cpu(), known);
        }
        return known;
    }

    private TaskContext find(DebugThread.InterruptedTask thread) throws FrameException {
        DataModel data = tasks.model().orElseThrow();
        ExceptionEntry entry = entry().orElseThrow();
        return switch (entry.find(name -> value(thread.cpu(), name), parts.memory(), data)) {
            case Interruption.Unknown(String reason) ->
                throw new FrameException("interrupted by " + thread.exception() + ": " + reason);
            case Interruption.Found found -> {
                mustOwn(thread.task(), found.stackPointer());
                Task task = thread.task().at(found.stackPointer(), found.facts());
                yield new TaskContext(frame(data).context(task, parts.memory()), found.inCpu(), tasks.architecture());
            }
        };
    }

    /** While the kernel switches tasks, the stack pointer is the old task's still and the current task the new one. */
    private void mustOwn(Task task, long stackPointer) throws FrameException {
        if (task.stackStart().isEmpty() || !(tasks.snapshot() instanceof Snapshot.Tasks all)) {
            return;
        }
        Optional<Task> owner = all.tasks().stream()
                .filter(t -> t.stackStart().isPresent()
                        && Long.compareUnsigned(t.stackStart().getAsLong(), stackPointer) <= 0)
                .max((a, b) -> Long.compareUnsigned(
                        a.stackStart().getAsLong(), b.stackStart().getAsLong()));
        if (owner.isPresent() && !owner.get().key().equals(task.key())) {
            throw new FrameException("the process stack pointer 0x%x is in the stack of task %s"
                    .formatted(stackPointer, owner.get().name()));
        }
    }

    private BoundStacking frame(DataModel data) throws FrameException {
        BoundStacking bound = frame;
        if (bound == null) {
            Architecture architecture = tasks.architecture();
            Optional<StackingModel> model = parts.stackings().models(ExceptionEntry.RTOS, architecture.id()).stream()
                    .findFirst();
            if (model.isEmpty()) {
                throw new FrameException("no stacking file describes what " + architecture.id() + " pushes");
            }
            bound = model.get().bind(architecture, parts.symbols(), parts.memory(), data);
            frame = bound;
        }
        return bound;
    }
}
