package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.ResumeActions.Action;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.reply.StopReply;

/**
 * Letting the target run and telling why it stopped. The client's thread ids become the server's; every stop names the thread
 * that runs on the CPU that stopped. A step belongs to its task: when the kernel switched or a handler interrupted it meanwhile,
 * the target runs until the task is back; a step of a parked task first runs until that task is scheduled.
 */
final class Running implements Interceptor {
    private static final StopReply.Pair AT_BREAKPOINT = new StopReply.Pair("hwbreak", "");

    /** So often an instruction is stepped that interrupts keep from being executed. */
    private static final int ATTEMPTS = 4;

    private final Debuggee debuggee;
    private final Selected selected;
    private final StepParked stepParked;
    private final ServerMotion motion;
    private final RunPast runPast;
    private final RunToTask runToTask;
    private final ClientBreakpoints breakpoints;
    private final BooleanSupplier registersAreHeld;
    private final SessionLog log;

    /**
     * A session's.
     *
     * @param registersAreHeld true while the registers of a stopped CPU, once read, need not be asked for again
     */
    Running(
            ProxyConfig config,
            Debuggee debuggee,
            Selected selected,
            ClientBreakpoints breakpoints,
            TargetLink link,
            BooleanSupplier registersAreHeld,
            SessionLog log) {
        this.debuggee = debuggee;
        this.selected = selected;
        this.stepParked = config.stepParked();
        this.breakpoints = breakpoints;
        this.registersAreHeld = registersAreHeld;
        this.log = log;
        this.motion = new ServerMotion(link, debuggee);
        this.runPast = new RunPast(debuggee, link, motion, breakpoints, log);
        this.runToTask = new RunToTask(debuggee, link, motion, breakpoints, log);
    }

    /** Any thread: true while the target's breakpoints are not the client's: that is to be put right before the connection ends. */
    boolean mustUndo() {
        return runToTask.inserted() || runPast.takenOut();
    }

    /** Any thread: who evaluates the conditions of breakpoints, for people. */
    String conditions() {
        return runPast.text();
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        if (type == WhyStopped.class) {
            return debuggee.view() != Debuggee.View.OUT;
        }
        return debuggee.ownsThreads() && (type == ResumeActions.class || type == Resume.class || type == Run.class);
    }

    @Override
    public boolean passesFirst(Class<? extends Command> type) {
        return type == WhyStopped.class;
    }

    @Override
    public Optional<RawReply> answer(Command command, RawReply reply) {
        boolean asIs = !debuggee.ownsThreads()
                && !debuggee.bindsProgram()
                && StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop
                && stop.thread().isPresent();
        return asIs ? Optional.of(reply) : Optional.empty();
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        try {
            RawReply reply = move(command, next);
            switch (StopReply.parse(reply.text()).orElse(null)) {
                case StopReply.Exited ignored -> breakpoints.ended();
                case StopReply.Terminated ignored -> breakpoints.ended();
                case StopReply.Stopped ignored -> {}
                case StopReply.NoThreads ignored -> {}
                case null -> {}
            }
            return reply;
        } finally {
            breakpoints.halted(); // whatever the client is told
        }
    }

    private RawReply move(Command command, Next next) throws LinkException {
        return switch (command) {
            case ResumeActions actions -> {
                ResumeActions translated = atServer(actions);
                RunPast.Mover mover = () -> motion.client(translated);
                yield isPlain(actions) ? caught(runPast.run(mover)) : resume(stepped(actions), mover);
            }
            case Resume plain -> {
                OptionalInt cpu = executionCpu();
                RunPast.Mover mover = () -> motion.client(plain, cpu);
                yield isPlain(plain, cpu) ? caught(runPast.run(mover)) : resume(stepped(plain), mover);
            }
            case WhyStopped why -> {
                RawReply reply = next.proceed(why);
                debuggee.bindProgram();
                yield stopped(reply);
            }
            default -> {
                RawReply reply = motion.moved(next.proceed(command));
                debuggee.wasReset();
                yield stopped(reply);
            }
        };
    }

    /** True when all CPUs run on and nothing else is asked for. */
    private boolean isPlain(ResumeActions actions) {
        return actions.actions().stream().allMatch(action -> action.motion().equals(Motion.CONTINUE))
                && (debuggee.cpus().count() == 1
                        || actions.actions().stream()
                                .anyMatch(action -> action.thread()
                                        .filter(ThreadId::isSpecific)
                                        .isEmpty()));
    }

    private boolean isPlain(Resume plain, OptionalInt cpu) {
        return plain.motion().equals(Motion.CONTINUE)
                && plain.address().isEmpty()
                && (debuggee.cpus().count() == 1 || cpu.isEmpty());
    }

    /** The thread that is to step; empty when all run. */
    private Optional<DebugThread> stepped(ResumeActions actions) {
        for (Action action : actions.actions()) {
            if (action.motion() instanceof Motion.Step || action.motion() instanceof Motion.RangeStep) {
                return thread(action.thread());
            }
        }
        return Optional.empty();
    }

    private Optional<DebugThread> stepped(Resume plain) {
        return plain.motion() instanceof Motion.Step ? thread(selected.execution()) : Optional.empty();
    }

    private Optional<DebugThread> thread(Optional<ThreadId> id) {
        return id.isPresent() && id.get().isSpecific() ? debuggee.find(id.get()) : Optional.of(selected.stopped());
    }

    /** The CPU of the thread that the client selected for {@code c} and {@code s}; empty for any, all, and parked tasks. */
    private OptionalInt executionCpu() {
        return switch (selected.execution().flatMap(debuggee::find).orElse(null)) {
            case DebugThread.OnCpu there -> OptionalInt.of(there.cpu());
            case DebugThread.SavedTask ignored -> OptionalInt.empty();
            case null -> OptionalInt.empty();
        };
    }

    private RawReply resume(Optional<DebugThread> stepped, RunPast.Mover mover) throws LinkException {
        return switch (stepped.orElse(null)) {
            case DebugThread.SavedTask saved -> stepSaved(saved);
            case DebugThread.RunningTask running -> {
                int cpu = running.cpu();
                Step step = new Step(running.task().key(), cpu, place(cpu), stack(cpu));
                yield finish(step, mover.go(), ATTEMPTS);
            }
            case DebugThread.Handler handler -> left(handler, mover.go());
            case DebugThread.Cpu ignored -> stopped(mover.go());
            case null -> caught(mover.go());
        };
    }

    /**
     * A step in hand.
     *
     * @param task whose
     * @param cpu that it began on
     * @param from where it was, when that is known for nothing
     * @param stack its stack pointer, when that is known for nothing and tells whose it is
     */
    private record Step(TaskKey task, int cpu, Optional<Place> from, OptionalLong stack) {}

    private record Place(OptionalLong pc, OptionalLong sp) {}

    /** Known where handlers are told from tasks by the CPU's registers; elsewhere nobody is asked. */
    private Optional<Place> place(int cpu) throws LinkException {
        return debuggee.showsHandlers()
                ? debuggee.live(cpu).map(r -> new Place(r.value("pc"), r.value("sp")))
                : Optional.empty();
    }

    /** gdb has read the registers before a step and reads them after it: where they are held that costs nothing. */
    private OptionalLong stack(int cpu) throws LinkException {
        return registersAreHeld.getAsBoolean() ? debuggee.taskStack(cpu) : OptionalLong.empty();
    }

    private RawReply stepSaved(DebugThread.SavedTask saved) throws LinkException {
        String name = saved.task().name();
        if (stepParked == StepParked.REFUSE) {
            return RawReply.error("task " + name + " does not run: a step of it was refused (--step-parked refuse)");
        }
        log.info("stepping task {}: the target runs until it is scheduled", name);
        TaskKey key = saved.task().key();
        return switch (runToTask.run(key)) {
            case RunToTask.Outcome.Arrived(var stop) -> {
                int cpu = debuggee.cpus().cpu(stop.thread());
                Step step = new Step(key, cpu, place(cpu), OptionalLong.empty());
                yield finish(step, motion.step(cpu), ATTEMPTS);
            }
            case RunToTask.Outcome.Other(RawReply reply) -> caught(reply);
            case RunToTask.Outcome.Impossible(String reason) ->
                RawReply.error("task " + name + " does not run and cannot be stepped: " + reason);
        };
    }

    /**
     * The end of a task's step: when another task or a handler is on the CPU now, the step ends when this one is back. When it is
     * back where it was, an interrupt came before its instruction, which is stepped again.
     */
    private RawReply finish(Step step, RawReply reply, int attempts) throws LinkException {
        if (!(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop) || !StepEnd.is(stop)) {
            return stopped(reply);
        }
        int cpu = debuggee.cpus().cpu(stop.thread());
        if (step.stack.isPresent() && cpu == step.cpu && debuggee.taskStack(cpu).equals(step.stack)) {
            debuggee.sameTask();
        }
        boolean same = debuggee.onCpu(cpu) instanceof DebugThread.RunningTask now
                && now.task().key().equals(step.task);
        if (same || debuggee.tasks().isEmpty()) {
            return stopped(reply);
        }
        if (atClientBreakpoint(cpu)) {
            return caught(reply);
        }
        return switch (runToTask.run(step.task)) {
            case RunToTask.Outcome.Arrived(var there) -> {
                int back = debuggee.cpus().cpu(there.thread());
                yield attempts > 1 && step.from.isPresent() && place(back).equals(step.from)
                        ? finish(step, motion.step(back), attempts - 1)
                        : stopped(RawReply.of(StepEnd.of(there).wire()));
            }
            case RunToTask.Outcome.Other(RawReply other) -> caught(other);
            case RunToTask.Outcome.Impossible(String reason) -> {
                log.info("a step ended in another task: {}", reason);
                yield elsewhere(stop);
            }
        };
    }

    /** The end of a step of a handler's thread; out of it, into the task it interrupted or another handler, none is left. */
    private RawReply left(DebugThread.Handler handler, RawReply reply) throws LinkException {
        if (!(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop) || !StepEnd.is(stop)) {
            return stopped(reply);
        }
        int cpu = debuggee.cpus().cpu(stop.thread());
        if (debuggee.onCpu(cpu).number() == handler.number()) {
            return stopped(reply);
        }
        return atClientBreakpoint(cpu) ? caught(reply) : elsewhere(stop);
    }

    /**
     * The end of a step, in a thread other than the one that gdb stepped: SIGTRAP there would look as if the program had caught
     * one. Without a signal gdb says that the thread has stopped, and no more.
     */
    private RawReply elsewhere(StopReply.Stopped stop) throws LinkException {
        return stopped(RawReply.of(new StopReply.Stopped(StepEnd.NO_SIGNAL, stop.pairs()).wire()));
    }

    /**
     * A stop that is no step's end. gdb takes out a breakpoint of its own before it looks at what stopped there, and takes a trap
     * of a task that is in the midst of a {@code next} for the program's, unless it is told that a breakpoint did it.
     */
    private RawReply caught(RawReply reply) throws LinkException {
        if (!breakpoints.named()
                || !(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop)
                || stop.signal() != StepEnd.SIGTRAP
                || !StepEnd.is(stop)) {
            return stopped(reply);
        }
        int cpu = debuggee.cpus().cpu(stop.thread());
        // where no task runs there is none to mistake for another
        if (debuggee.onCpu(cpu) instanceof DebugThread.Cpu || !atClientBreakpoint(cpu)) {
            return stopped(reply);
        }
        List<StopReply.Pair> pairs = new ArrayList<>(stop.pairs());
        pairs.addFirst(AT_BREAKPOINT);
        return stopped(RawReply.of(new StopReply.Stopped(stop.signal(), pairs).wire()));
    }

    private boolean atClientBreakpoint(int cpu) throws LinkException {
        OptionalLong pc = debuggee.live(cpu).map(r -> r.value("pc")).orElse(OptionalLong.empty());
        return pc.isPresent() && breakpoints.at(pc.getAsLong());
    }

    /**
     * The same actions with the server's ids. A task on no CPU cannot be held or let go by itself: that the kernel decides.
     */
    private ResumeActions atServer(ResumeActions resume) {
        List<Action> actions = new ArrayList<>();
        for (Action action : resume.actions()) {
            switch (action.thread()
                    .filter(ThreadId::isSpecific)
                    .flatMap(debuggee::find)
                    .orElse(null)) {
                case DebugThread.OnCpu there -> actions.add(onCpu(action, there.cpu()));
                case DebugThread.SavedTask ignored -> {}
                case null ->
                    actions.add(new Action(action.motion(), action.thread().filter(id -> !id.isSpecific())));
            }
        }
        boolean named = !debuggee.cpus().ids().isEmpty();
        if (actions.isEmpty()) {
            return new ResumeActions(List.of(new Action(Motion.CONTINUE, Optional.empty())));
        }
        return new ResumeActions(
                named ? actions : List.of(new Action(actions.getFirst().motion(), Optional.empty())));
    }

    private Action onCpu(Action action, int cpu) {
        return new Action(action.motion(), debuggee.cpus().id(cpu));
    }

    private RawReply stopped(RawReply reply) throws LinkException {
        if (!(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop)) {
            return reply;
        }
        if (!debuggee.ownsThreads()) {
            if (stop.thread().isPresent()) {
                return reply;
            }
            debuggee.cpus().learn();
            if (!debuggee.cpus().ids().isEmpty()) {
                return RawReply.of(
                        stop.withThread(debuggee.cpus().ids().getFirst()).wire());
            }
            debuggee.nameless();
        }
        int cpu = debuggee.cpus().cpu(stop.thread());
        selected.stopped(cpu);
        return RawReply.of(stop.withThread(debuggee.id(debuggee.onCpu(cpu))).wire());
    }
}
