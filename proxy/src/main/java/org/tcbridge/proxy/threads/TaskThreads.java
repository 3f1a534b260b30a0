package org.tcbridge.proxy.threads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.DebugThread.Handler;
import org.tcbridge.proxy.threads.DebugThread.InterruptedTask;
import org.tcbridge.proxy.threads.DebugThread.OnCpu;
import org.tcbridge.proxy.threads.DebugThread.ParkedTask;
import org.tcbridge.proxy.threads.DebugThread.RunningTask;
import org.tcbridge.proxy.threads.DebugThread.SavedTask;
import org.tcbridge.rsp.reply.StopReply;

/** The tasks of a program together with what the CPUs do meanwhile: the threads that gdb is shown, and their registers. */
final class TaskThreads {
    private final TaskModel tasks;
    private final Interrupts interrupts;
    private final CpuRegisters live;
    private final ThreadNumbers numbers;

    /** The threads of this halt once somebody has asked for them, and by their numbers: gdb asks for each of a thousand. */
    private @Nullable List<DebugThread> all;

    private final Map<Long, DebugThread> byNumber = new HashMap<>();

    TaskThreads(
            TaskModel.Parts parts, CpuRegisters live, ThreadNumbers numbers, BooleanSupplier reset, SessionLog log) {
        StartUp startUp = new StartUp(parts, live, reset);
        this.tasks = new TaskModel(parts, numbers, startUp, log);
        this.interrupts = new Interrupts(parts, tasks, live, log);
        this.live = live;
        this.numbers = numbers;
    }

    TaskModel tasks() {
        return tasks;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    /** The target ran, or its memory or registers were written: what was read before is stale. */
    void forget() {
        all = null;
        byNumber.clear();
        tasks.forget();
        interrupts.forget();
        live.forget();
    }

    /** True where a handler is a thread of its own. */
    boolean showsHandlers() {
        return interrupts.areThreads();
    }

    /** A CPU stopped; the reply may tell what it is doing. */
    void stopped(int cpu, StopReply.Stopped stop) {
        interrupts.stopped(cpu, stop);
    }

    /** All threads gdb is shown, in the order of their numbers, so that gdb counts them the same way. */
    List<DebugThread> all() {
        List<DebugThread> known = all;
        if (known == null) {
            List<DebugThread> found = new ArrayList<>();
            for (DebugThread thread : tasks.all()) {
                handler(thread).ifPresent(found::add);
                found.add(interrupted(thread));
            }
            found.sort(Comparator.comparingLong(DebugThread::number));
            found.forEach(thread -> byNumber.put(thread.number(), thread));
            known = List.copyOf(found);
            all = known;
        }
        return known;
    }

    /** What a stopped CPU executes. */
    DebugThread onCpu(int cpu) {
        DebugThread thread = tasks.onCpu(cpu);
        return handler(thread).orElse(thread);
    }

    /**
     * The stack pointer of a CPU, where that tells which task it executes as long as it does not change.
     *
     * @return empty in a handler, and where kernels switch tasks elsewhere too
     */
    OptionalLong taskStack(int cpu) throws LinkException {
        Architecture architecture = tasks.architecture();
        Optional<String> status = architecture.handlerStatus();
        Optional<LiveRegisters> registers = status.isPresent() ? live(cpu) : Optional.empty();
        // without that register no handler is seen
        return registers.isPresent()
                        && registers.get().value(status.get()).isPresent()
                        && architecture.handler(registers.get()::value).isEmpty()
                ? registers.get().value("sp")
                : OptionalLong.empty();
    }

    /** The thread of that number. Before there is a list, those on the CPUs are found without a walk. */
    Optional<DebugThread> find(long number) {
        for (int cpu = 0; all == null && cpu < tasks.cpus(); cpu++) {
            DebugThread executes = onCpu(cpu);
            if (executes.number() == number) {
                return Optional.of(executes);
            }
            DebugThread task = executes instanceof Handler ? interrupted(tasks.onCpu(cpu)) : executes;
            if (task.number() == number) {
                return Optional.of(task);
            }
        }
        all();
        return Optional.ofNullable(byNumber.get(number));
    }

    /** The handler that interrupts a task on a CPU, where it is a thread of its own. */
    private Optional<DebugThread> handler(DebugThread thread) {
        if (!(thread instanceof RunningTask(long _, int cpu, Task task))) {
            return Optional.empty();
        }
        Optional<DebugThread> handler =
                interrupts.ownThread(cpu).map(e -> new Handler(numbers.ofHandler(cpu), cpu, e, task));
        handler.ifPresent(h -> numbers.nowOn(cpu, h.number()));
        return handler;
    }

    /** The same thread, unless it is a task on a CPU that is interrupted by a handler that is a thread of its own. */
    private DebugThread interrupted(DebugThread thread) {
        return thread instanceof RunningTask(long number, int cpu, Task task)
                ? interrupts
                        .ownThread(cpu)
                        .<DebugThread>map(e -> new InterruptedTask(number, cpu, task, e))
                        .orElse(thread)
                : thread;
    }

    /** A thread in words. */
    String text(DebugThread thread) {
        String text = ThreadText.text(
                thread, thread instanceof OnCpu there ? interrupts.exception(there.cpu()) : Optional.empty());
        boolean doubtful = thread instanceof ParkedTask parked && tasks.isDoubtful(parked.task());
        return doubtful ? text + ", no sound registers saved" : text;
    }

    /** The registers of a task that does not execute. */
    TaskContext context(SavedTask thread) throws FrameException {
        return switch (thread) {
            case ParkedTask parked -> new TaskContext(tasks.context(parked.task()), Set.of(), tasks.architecture());
            case InterruptedTask interrupted -> interrupts.context(interrupted);
        };
    }

    /** The registers as gdb sees them. */
    RegisterSet registers() {
        return live.set();
    }

    /** One register of a stopped CPU, as hexadecimal text in the target's order; empty when the server does not tell. */
    Optional<String> live(int cpu, Register register) throws LinkException {
        return live.hex(cpu, register);
    }

    /** All registers of a stopped CPU that its reply to {@code g} holds; empty while the byte order is not known. */
    Optional<LiveRegisters> live(int cpu) throws LinkException {
        Optional<DataModel> model = tasks.model();
        return model.isEmpty()
                ? Optional.empty()
                : Optional.of(new LiveRegisters(live.general(cpu), live.named(tasks.architecture()), model.get()));
    }
}
