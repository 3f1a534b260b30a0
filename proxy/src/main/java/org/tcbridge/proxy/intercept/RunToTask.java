package org.tcbridge.proxy.intercept;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.proxy.threads.TaskContext;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.reply.StopReply;

/**
 * Lets the target run until a parked or interrupted task is back on a CPU, where it left off: a breakpoint of ours at its
 * saved pc, and a stop there counts when the kernel's current task and the stack pointer are the task's. Another task at the
 * same place is stepped over it. The breakpoint is always taken out again.
 */
final class RunToTask {
    /** gdb's number. */
    private static final int SIGINT = 2;

    private final Debuggee debuggee;
    private final TargetLink link;
    private final ServerMotion motion;
    private final ClientBreakpoints clients;
    private final SessionLog log;
    private volatile boolean inserted;

    RunToTask(Debuggee debuggee, TargetLink link, ServerMotion motion, ClientBreakpoints clients, SessionLog log) {
        this.debuggee = debuggee;
        this.link = link;
        this.motion = motion;
        this.clients = clients;
        this.log = log;
    }

    /** How it ended. */
    sealed interface Outcome {
        /**
         * The task is on the CPU again.
         *
         * @param stop the server's reply
         */
        record Arrived(StopReply.Stopped stop) implements Outcome {}

        /**
         * Something else stopped the target, or ended it.
         *
         * @param reply the server's reply
         */
        record Other(RawReply reply) implements Outcome {}

        /**
         * It was not tried.
         *
         * @param reason why
         */
        record Impossible(String reason) implements Outcome {}
    }

    /** Any thread: true while a breakpoint of ours is in the target. */
    boolean inserted() {
        return inserted;
    }

    /** Where a parked task goes on. */
    private record Place(TaskKey task, long pc, long sp) {}

    /** Runs until the task is on a CPU. */
    Outcome run(TaskKey key) throws LinkException {
        Optional<DebugThread.SavedTask> task = find(key);
        if (task.isEmpty()) {
            return new Outcome.Impossible("the task is gone, or on another CPU");
        }
        TaskContext registers;
        try {
            registers = debuggee.context(task.get());
        } catch (FrameException e) {
            return new Outcome.Impossible(String.valueOf(e.getMessage()));
        }
        SavedContext context = registers.saved();
        Place place = new Place(key, context.pc(), context.sp());
        if (clients.at(place.pc)) {
            return watch(place, Optional.empty());
        }
        int kind = registers.architecture().breakpointKind(context::value);
        Optional<Breakpoint> own = insert(place.pc, kind);
        if (own.isEmpty()) {
            return new Outcome.Impossible("the server takes no breakpoint at 0x" + Long.toHexString(place.pc));
        }
        try {
            return watch(place, own);
        } finally {
            remove(own.get());
        }
    }

    private Optional<DebugThread.SavedTask> find(TaskKey key) {
        return debuggee.threads().stream()
                .filter(DebugThread.SavedTask.class::isInstance)
                .map(DebugThread.SavedTask.class::cast)
                .filter(t -> t.task().key().equals(key))
                .findFirst();
    }

    /** Hardware first: the code may be in flash. */
    private Optional<Breakpoint> insert(long address, int kind) throws LinkException {
        for (BreakpointType type : List.of(BreakpointType.HARDWARE, BreakpointType.SOFTWARE)) {
            Breakpoint breakpoint = new Breakpoint(type, address, kind, "");
            if (put(new InsertBreakpoint(breakpoint))) {
                return Optional.of(breakpoint);
            }
        }
        return Optional.empty();
    }

    private boolean put(Command command) throws LinkException {
        // from here on it may be in the target, whatever becomes of the reply
        inserted = true;
        boolean done = link.ask(command.wire()).text().equals("OK");
        inserted = done == command instanceof InsertBreakpoint;
        return done;
    }

    /** A program that has ended has taken its breakpoints along. */
    private RawReply moved(RawReply reply) {
        switch (StopReply.parse(reply.text()).orElse(null)) {
            case StopReply.Exited ignored -> inserted = false;
            case StopReply.Terminated ignored -> inserted = false;
            case StopReply.Stopped ignored -> {}
            case StopReply.NoThreads ignored -> {}
            case null -> {}
        }
        return reply;
    }

    private void remove(Breakpoint own) throws LinkException {
        if (inserted && !put(new RemoveBreakpoint(own))) {
            log.warn("the server did not take out a breakpoint at 0x{}", Long.toHexString(own.address()));
        }
    }

    private Outcome watch(Place place, Optional<Breakpoint> own) throws LinkException {
        OptionalInt there = own.isPresent() ? cpuAt(place.pc) : OptionalInt.empty();
        while (true) {
            if (there.isPresent() && own.isPresent()) {
                remove(own.get());
                RawReply stepped = moved(motion.step(there.getAsInt()));
                if (!isTrap(stepped)) {
                    return new Outcome.Other(stepped);
                }
                if (link.interrupted()) {
                    return new Outcome.Other(interruptedAt(stepped));
                }
                if (!put(new InsertBreakpoint(own.get()))) {
                    log.warn("the server did not put back a breakpoint at 0x{}", Long.toHexString(place.pc));
                    return new Outcome.Other(interruptedAt(stepped));
                }
            }
            RawReply reply = moved(motion.goOn());
            if (!(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop) || !isTrap(reply)) {
                return new Outcome.Other(reply);
            }
            int cpu = debuggee.cpus().cpu(stop.thread());
            Optional<LiveRegisters> live = debuggee.live(cpu);
            if (!is(live, "pc", place.pc)) {
                return new Outcome.Other(reply);
            }
            boolean current = debuggee.onCpu(cpu) instanceof DebugThread.RunningTask running
                    && running.task().key().equals(place.task);
            if (current && is(live, "sp", place.sp)) {
                return own.isPresent() ? new Outcome.Arrived(stop) : new Outcome.Other(reply);
            }
            if (own.isEmpty()) {
                return new Outcome.Other(reply);
            }
            there = OptionalInt.of(cpu);
        }
    }

    private OptionalInt cpuAt(long pc) throws LinkException {
        for (int cpu = 0; cpu < debuggee.cpus().count(); cpu++) {
            if (is(debuggee.live(cpu), "pc", pc)) {
                return OptionalInt.of(cpu);
            }
        }
        return OptionalInt.empty();
    }

    /** The client's 0x03 may have met the target between two runs of ours: it stands, and that is what was asked for. */
    private static RawReply interruptedAt(RawReply stop) {
        return StopReply.parse(stop.text()).orElse(null) instanceof StopReply.Stopped stopped
                ? RawReply.of(new StopReply.Stopped(SIGINT, stopped.pairs()).wire())
                : stop;
    }

    private static boolean is(Optional<LiveRegisters> live, String register, long value) {
        OptionalLong is = live.map(r -> r.value(register)).orElse(OptionalLong.empty());
        return is.isPresent() && is.getAsLong() == value;
    }

    /** A breakpoint or a finished step; hw_server reports some of these with signal 0 (facts of its source). */
    private static boolean isTrap(RawReply reply) {
        return StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop
                && StepEnd.is(StepEnd.unexplained(stop));
    }
}
