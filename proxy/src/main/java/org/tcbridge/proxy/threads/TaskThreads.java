package org.tcbridge.proxy.threads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
        List<DebugThread> all = new ArrayList<>();
        for (DebugThread thread : tasks.all()) {
            handler(thread).ifPresent(all::add);
            all.add(interrupted(thread));
        }
        all.sort(Comparator.comparingLong(DebugThread::number));
        return all;
    }

    /** What a stopped CPU executes. */
    DebugThread onCpu(int cpu) {
        DebugThread thread = tasks.onCpu(cpu);
        Optional<DebugThread> handler = handler(thread);
        handler.ifPresent(h -> numbers.nowOn(cpu, h.number()));
        return handler.orElse(thread);
    }

    /** The thread of that number. Those on the CPUs are found without a walk. */
    Optional<DebugThread> find(long number) {
        for (int cpu = 0; cpu < tasks.cpus(); cpu++) {
            DebugThread executes = onCpu(cpu);
            DebugThread task = executes instanceof Handler ? interrupted(tasks.onCpu(cpu)) : executes;
            for (DebugThread thread : List.of(executes, task)) {
                if (thread.number() == number) {
                    return Optional.of(thread);
                }
            }
        }
        return all().stream().filter(t -> t.number() == number).findFirst();
    }

    /** The handler that interrupts a task on a CPU, where it is a thread of its own. */
    private Optional<DebugThread> handler(DebugThread thread) {
        return thread instanceof RunningTask(long _, int cpu, Task task)
                ? interrupts.ownThread(cpu).map(e -> new Handler(numbers.ofHandler(cpu), cpu, e, task))
                : Optional.empty();
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
        return tasks.model().isEmpty()
                ? Optional.empty()
                : Optional.of(new LiveRegisters(
                        live.general(cpu),
                        live.set(),
                        tasks.architecture(),
                        tasks.model().get()));
    }
}
