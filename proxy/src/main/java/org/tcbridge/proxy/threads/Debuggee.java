package org.tcbridge.proxy.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.Features;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.ServerThreads;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.target.TargetMemory;
import org.tcbridge.proxy.target.TargetProbe;
import org.tcbridge.proxy.target.UnknownTargetException;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.reply.StopReply;

/** The target of one session as gdb is to see it: its server threads, and its tasks once an RTOS is found. */
public final class Debuggee {
    /** What gdb is shown. */
    public enum View {
        /** The server's own threads; no RTOS is known yet. */
        SERVER,
        /** One thread of ours: the server names none, and gdb's ids must not change when tasks appear. */
        NAMELESS,
        /** Tasks, while the kernel runs any; the CPUs before. */
        TASKS,
        /** The server's own threads for good: the user or the server wants it so. */
        OUT
    }

    /** The feature of a server that lists its threads in XML. */
    public static final String THREAD_LIST = "qXfer:threads:read";

    private final ProxyConfig config;
    private final TargetLink link;
    private final SessionLog log;
    private final Features features = new Features();
    private final TargetMemory memory;
    private final ServerThreads cpus;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile View view;
    private volatile boolean reset;
    private int seenChanges;
    private @Nullable TaskThreads tasks;
    private @Nullable Supplier<TaskThreads> unlearnt;
    private @Nullable ThreadNumbers numbers;
    private @Nullable Symbols bound;
    private String status = "no symbols have been offered by gdb yet";

    /** A debuggee behind {@code link}, not yet asked anything. */
    public Debuggee(ProxyConfig config, TargetLink link, SessionLog log) {
        this.config = config;
        this.link = link;
        this.log = log;
        this.memory = new TargetMemory(link, features);
        this.cpus = new ServerThreads(link);
        this.view = config.rtoses().isEmpty() ? View.OUT : View.SERVER;
        if (view == View.OUT) {
            status = "tasks are not looked for: started with --rtos none";
        }
    }

    /** Any thread: what gdb is shown. */
    public View view() {
        return view;
    }

    /** True when the kernel's layout and the form of its frames are known: looking at the tasks takes reads and little else. */
    public boolean settled() {
        return tasks != null && tasks.tasks().stacking() instanceof Selection.Chosen;
    }

    /** Any thread: true when gdb's thread ids are ours, not the server's. */
    public boolean ownsThreads() {
        return view == View.TASKS || view == View.NAMELESS;
    }

    /** Any thread: true when gdb was promised a thread list in XML that the server does not have. */
    public boolean offersThreadList() {
        return !config.rtoses().isEmpty() && !features.has(THREAD_LIST);
    }

    /** Any thread: memory or registers may differ from what was read before. */
    public void changed() {
        changes.incrementAndGet();
    }

    /** Any thread: the target ran. */
    public void ran() {
        reset = false;
        changed();
    }

    /** Any thread: the server was told to reset the target or to start the program anew. */
    public void wasReset() {
        reset = true;
        changed();
    }

    /** What the server can do. */
    public Features features() {
        return features;
    }

    /** Its memory. */
    public TargetMemory memory() {
        return memory;
    }

    /** Its CPUs. */
    public ServerThreads cpus() {
        return cpus;
    }

    /** One line for people: what is shown, or why tasks are not. */
    public String status() {
        return status;
    }

    /** The server's own threads will be shown to the end of the session. */
    public void stayOut(String reason) {
        view = View.OUT;
        tasks = null;
        status = reason;
        log.warn("tasks are not shown: {}", reason);
    }

    /** Tasks are not shown for now; the next offer of symbols may change that. */
    public void noTasks(String reason) {
        tasks = null;
        bound = null;
        if (numbers != null) {
            numbers.clear();
        }
        if (!reason.isEmpty() && !reason.equals(status)) {
            status = reason;
            log.warn("tasks are not shown: {}", reason);
        }
    }

    /** The server names no thread: gdb gets one of ours, so that its id can become a task's. */
    public void nameless() {
        if (view == View.SERVER) {
            view = View.NAMELESS;
        }
    }

    /** True when the user named a program's file and {@link #bindProgram} has yet to look at it. */
    public boolean bindsProgram() {
        return tasks == null && config.program().isPresent() && view != View.OUT;
    }

    /** The RTOS that the program's file shows, when the user named a file. */
    public void bindProgram() throws LinkException {
        if (!bindsProgram()) {
            return;
        }
        Program program = config.program().orElseThrow();
        Optional<Rtos> rtos =
                config.rtoses().stream().filter(r -> r.isIn(program.symbols())).findFirst();
        if (rtos.isPresent()) {
            bind(rtos.get(), program.symbols());
        } else {
            stayOut("the program's file has no symbols of "
                    + config.rtoses().stream().map(Rtos::id).collect(Collectors.joining(" or ")));
        }
    }

    /** Shows the tasks of an RTOS whose symbols the program has. The target stands still. */
    public void bind(Rtos rtos, Symbols symbols) throws LinkException {
        if (symbols.equals(bound)) {
            return;
        }
        try {
            cpus.learn();
            if (cpus.lookLikeTasks()) {
                if (!config.rtosChosen()) {
                    stayOut("the server shows threads of its own; name the RTOS with --rtos to replace them");
                    return;
                }
                cpus.areTasks();
            }
            cpus.select(0);
            Optional<Program> program = config.program();
            OptionalInt machine = program.isPresent() ? program.get().elfMachine() : OptionalInt.empty();
            TargetProbe.Found found = new TargetProbe(link, features).probe(config.architectures(), machine);
            List<Architecture> architectures = found.architectures();
            int pointerBytes = architectures.getFirst().pointerBytes();
            CpuRegisters live = new CpuRegisters(link, cpus, found.registers());
            Set<String> registers =
                    found.registers().all().stream().map(Register::name).collect(Collectors.toUnmodifiableSet());
            noTasks("");
            unlearnt = () -> {
                RtosView fresh = rtos.attach(symbols, program.flatMap(Program::order), pointerBytes);
                TaskModel.Parts parts = new TaskModel.Parts(
                        rtos.id(), fresh, architectures, config.stackings(), symbols, registers, memory, cpus);
                return new TaskThreads(parts, live, numbers(), () -> reset, log);
            };
            tasks = unlearnt.get();
            types(symbols.types());
            bound = symbols;
            view = View.TASKS;
            status = rtos.title() + " on "
                    + architectures.stream().map(Architecture::title).collect(Collectors.joining(" or "));
            log.info("{}", status);
        } catch (UnknownTargetException e) {
            noTasks(String.valueOf(e.getMessage()));
        }
    }

    /** Says what debug information there is: the file's, when the user named one. */
    private void types(DeclaredTypes types) {
        if (config.program().isPresent()) {
            log.info("{}", types.source().isEmpty() ? "no debug information: layouts are calibrated" : types.source());
        }
        types.problems().forEach(problem -> log.warn("debug information: {}", problem));
    }

    /** Forgets what was learnt of the kernel and of its saved registers; threads keep their numbers. */
    public void relearn() throws LinkException {
        if (tasks == null || unlearnt == null) {
            bindProgram();
        } else {
            tasks = unlearnt.get();
        }
    }

    /** True unless the server's target is one for which no RTOS is known. */
    public boolean mayHaveTasks() throws LinkException {
        try {
            return !new TargetProbe(link, features)
                    .probe(config.architectures(), OptionalInt.empty())
                    .architectures()
                    .isEmpty();
        } catch (UnknownTargetException e) {
            return false;
        }
    }

    /** The numbers of the session: they outlive a change of the program. */
    private ThreadNumbers numbers() {
        ThreadNumbers known = numbers;
        if (known == null) {
            known = new ThreadNumbers(
                    cpus.ids().isEmpty()
                            ? List.of(1L)
                            : cpus.ids().stream().map(ThreadId::thread).toList(),
                    cpu -> tasks != null && tasks.interrupts().ownThread(cpu).isPresent());
            numbers = known;
        }
        return known;
    }

    private List<DebugThread> bareCpus() {
        List<DebugThread> all = new ArrayList<>();
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            all.add(new DebugThread.Cpu(numbers().ofCpu(cpu), cpu));
        }
        return all;
    }

    /** The tasks, up to date; empty when no RTOS is known. */
    public Optional<TaskModel> tasks() {
        return fresh().map(TaskThreads::tasks);
    }

    private Optional<TaskThreads> fresh() {
        TaskThreads known = tasks;
        int now = changes.get();
        if (known != null && now != seenChanges) {
            seenChanges = now;
            known.forget();
        }
        return Optional.ofNullable(known);
    }

    /** The registers as gdb sees them; empty when no RTOS is known. */
    public Optional<RegisterSet> registers() {
        return Optional.ofNullable(tasks).map(TaskThreads::registers);
    }

    /**
     * The registers of a stopped CPU, asked for once while it stands still.
     *
     * @return empty when the tasks, and so the target's byte order, are not known
     */
    public Optional<LiveRegisters> live(int cpu) throws LinkException {
        Optional<TaskThreads> known = fresh();
        return known.isPresent() ? known.get().live(cpu) : Optional.empty();
    }

    /**
     * One register of a stopped CPU, asked for once while it stands still.
     *
     * @return hexadecimal text in the target's order; empty when the server does not tell
     */
    public Optional<String> live(int cpu, Register register) throws LinkException {
        Optional<TaskThreads> known = fresh();
        return known.isPresent() ? known.get().live(cpu, register) : Optional.empty();
    }

    /** True where a handler is a thread of its own. */
    public boolean showsHandlers() {
        return fresh().filter(TaskThreads::showsHandlers).isPresent();
    }

    /**
     * The stack pointer of a stopped CPU, where that tells which task it executes as long as it does not change.
     *
     * @return empty in a handler, where kernels switch tasks outside of handlers too, and while no tasks are known
     */
    public OptionalLong taskStack(int cpu) throws LinkException {
        Optional<TaskThreads> known = fresh();
        return known.isPresent() ? known.get().taskStack(cpu) : OptionalLong.empty();
    }

    /** The target ran, and is known to execute the task it did. */
    public void sameTask() {
        tasks().ifPresent(TaskModel::sameTask);
    }

    /** A CPU stopped; the reply may tell what it is doing. */
    public void stopped(int cpu, StopReply.Stopped stop) {
        fresh().ifPresent(t -> t.stopped(cpu, stop));
    }

    /** All threads that gdb is to see. */
    public List<DebugThread> threads() {
        return fresh().map(TaskThreads::all).orElseGet(this::bareCpus);
    }

    /** What a stopped CPU executes. */
    public DebugThread onCpu(int cpu) {
        return fresh().map(t -> t.onCpu(cpu)).orElseGet(() -> bareCpus().get(cpu));
    }

    /** The thread that gdb means; empty when there is none of that id. */
    public Optional<DebugThread> find(ThreadId id) {
        Optional<TaskThreads> known = fresh();
        return known.isPresent()
                ? known.get().find(id.thread())
                : bareCpus().stream().filter(t -> t.number() == id.thread()).findFirst();
    }

    /** A thread in words: state, what it waits for, priority, and the handler its CPU is in. */
    public String text(DebugThread thread) {
        return fresh().map(t -> t.text(thread)).orElseGet(() -> ThreadText.text(thread, Optional.empty()));
    }

    /**
     * The registers of a task that does not execute.
     *
     * @throws FrameException when they are not where they should be; says why
     */
    public TaskContext context(DebugThread.SavedTask thread) throws FrameException {
        return fresh().orElseThrow().context(thread);
    }

    /**
     * One register of a task that does not execute: where it was saved, or the CPU's still.
     *
     * @param cpu whose registers are meant where they are the CPU's
     * @return hexadecimal text in the target's order; empty when it is not known
     */
    public Optional<String> value(TaskContext context, int cpu, Register register) throws LinkException {
        return context.isInCpu(register)
                ? live(cpu, register)
                : context.saved().read(register).map(Hex::ofBytes);
    }

    /** A thread's id on the wire. */
    public ThreadId id(DebugThread thread) {
        OptionalLong process = cpus.process();
        return process.isPresent() ? ThreadId.of(process.getAsLong(), thread.number()) : ThreadId.of(thread.number());
    }
}
