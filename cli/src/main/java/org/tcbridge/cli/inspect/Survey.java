package org.tcbridge.cli.inspect;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.cli.client.ClientLink;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.monitor.NoTasks;
import org.tcbridge.proxy.monitor.StackUse;
import org.tcbridge.proxy.monitor.Stacks;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.proxy.threads.TaskContext;
import org.tcbridge.proxy.threads.TaskModel;
import org.tcbridge.proxy.threads.ThreadText;

/**
 * All threads of a stopped target, as gdb would be shown them.
 *
 * @param rtos id of the RTOS
 * @param architecture id of the architecture
 * @param data byte order and pointer size
 * @param threads in the order of their numbers
 * @param problems what had to be left out, one line each
 */
public record Survey(String rtos, String architecture, DataModel data, List<ThreadRow> threads, List<String> problems) {
    /** What architectures call the register that a call leaves its return address in: Arm, RISC-V, MicroBlaze (their ABIs). */
    private static final List<String> LINK = List.of("lr", "ra", "r15");

    private static final DataModel UNKNOWN = new DataModel(ByteOrder.LITTLE_ENDIAN, Integer.BYTES);

    /** Copies the lists. */
    public Survey {
        threads = List.copyOf(threads);
        problems = List.copyOf(problems);
    }

    /**
     * Looks at a target.
     *
     * @param visit a connection to its server
     * @param config with the program's symbols
     * @param registers whether all registers are wanted
     * @throws IOException when there are no tasks or the server does not answer; says why
     */
    public static Survey take(Visit visit, ProxyConfig config, boolean registers) throws IOException {
        return take(visit, new ClientLink(visit.client()), config, registers);
    }

    /** As {@link #take(Visit, ProxyConfig, boolean)}, through a link over the same connection. */
    public static Survey take(Visit visit, TargetLink link, ProxyConfig config, boolean registers) throws IOException {
        Debuggee debuggee = new Debuggee(config, link, new SessionLog("threads"));
        debuggee.features().learn(visit.features());
        debuggee.bindProgram();
        Optional<String> none = NoTasks.reason(debuggee);
        if (none.isPresent()) {
            throw new IOException("no tasks: " + none.get());
        }
        return new Taker(debuggee, debuggee.cpus().cpu(visit.stopped()), registers).take();
    }

    /** The names of tasks with their stacks, those without a name by their control block's address. */
    static String name(ThreadRow row) {
        return row.name()
                .orElseGet(() -> row.task()
                        .map(task -> "0x%x".formatted(task.key().address()))
                        .orElse("-"));
    }

    private record Taker(Debuggee debuggee, int stoppedCpu, boolean wanted) {
        Survey take() throws LinkException {
            TaskModel model = debuggee.tasks().orElseThrow();
            List<DebugThread> threads = debuggee.threads();
            Map<DebugThread, StackUse> stacks = Stacks.of(debuggee, threads);
            List<ThreadRow> rows = new ArrayList<>();
            for (DebugThread thread : threads) {
                rows.add(row(thread, Optional.ofNullable(stacks.get(thread))));
            }
            List<String> problems = model.snapshot() instanceof Snapshot.Tasks tasks ? tasks.problems() : List.of();
            return new Survey(
                    model.rtos(), model.architecture().id(), model.model().orElse(UNKNOWN), rows, problems);
        }

        private ThreadRow row(DebugThread thread, Optional<StackUse> stack) throws LinkException {
            return switch (thread) {
                case DebugThread.OnCpu there -> {
                    Optional<LiveRegisters> live = debuggee.live(there.cpu());
                    OptionalLong pc = live.map(r -> r.value("pc")).orElse(OptionalLong.empty());
                    OptionalLong link =
                            link(name -> live.map(r -> r.value(name)).orElse(OptionalLong.empty()));
                    yield row(thread, stack, pc, link, all(register -> debuggee.live(there.cpu(), register)), "");
                }
                case DebugThread.SavedTask saved -> {
                    int cpu = saved instanceof DebugThread.InterruptedTask task ? task.cpu() : stoppedCpu;
                    try {
                        TaskContext context = debuggee.context(saved);
                        OptionalLong pc = OptionalLong.of(context.saved().pc());
                        OptionalLong link = link(context.saved()::value);
                        yield row(thread, stack, pc, link, all(r -> debuggee.value(context, cpu, r)), "");
                    } catch (FrameException e) {
                        OptionalLong none = OptionalLong.empty();
                        List<RegisterValue> unknown = all(_ -> Optional.empty());
                        yield row(thread, stack, none, none, unknown, String.valueOf(e.getMessage()));
                    }
                }
            };
        }

        private static ThreadRow row(
                DebugThread thread,
                Optional<StackUse> stack,
                OptionalLong pc,
                OptionalLong link,
                List<RegisterValue> registers,
                String problem) {
            return new ThreadRow(
                    thread, ThreadText.name(thread), ThreadText.core(thread), stack, pc, link, registers, problem);
        }

        private OptionalLong link(java.util.function.Function<String, OptionalLong> registers) {
            return LINK.stream()
                    .filter(name -> has(name))
                    .findFirst()
                    .map(registers)
                    .orElse(OptionalLong.empty());
        }

        private boolean has(String name) {
            TaskModel model = debuggee.tasks().orElseThrow();
            return debuggee.registers().orElseThrow().all().stream()
                    .anyMatch(r -> model.architecture().canonicalName(r.name()).equals(name));
        }

        private interface Source {
            Optional<String> hex(Register register) throws LinkException;
        }

        private List<RegisterValue> all(Source source) throws LinkException {
            List<RegisterValue> values = new ArrayList<>();
            if (wanted) {
                for (Register register : debuggee.registers().orElseThrow().all()) {
                    values.add(new RegisterValue(register, source.hex(register)));
                }
            }
            return values;
        }
    }
}
