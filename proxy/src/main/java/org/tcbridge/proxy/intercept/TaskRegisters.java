package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Write;
import org.tcbridge.proxy.session.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskModel;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;

/**
 * Registers of the selected thread. Those of a thread on a CPU are the server's, with that CPU selected. Those of a parked
 * task are read from and written to its saved frame; what the frame does not hold is unavailable, and a write to it is refused
 * and writes nothing. The CPU is never touched for a parked task.
 */
final class TaskRegisters implements Interceptor {
    private final Debuggee debuggee;
    private final Selected selected;
    private final SessionLog log;

    TaskRegisters(Debuggee debuggee, Selected selected, SessionLog log) {
        this.debuggee = debuggee;
        this.selected = selected;
        this.log = log;
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return debuggee.ownsThreads()
                && !selected.atServer()
                && (type == ReadRegisters.class
                        || type == WriteRegisters.class
                        || type == ReadRegister.class
                        || type == WriteRegister.class);
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        return switch (selected.registers()) {
            case DebugThread.RunningTask running -> live(running.cpu(), command, next);
            case DebugThread.Cpu cpu -> live(cpu.cpu(), command, next);
            case DebugThread.ParkedTask parked -> parked(parked.task(), command);
        };
    }

    private RawReply live(int cpu, Command command, Next next) throws LinkException {
        selected.selectAtServer(cpu);
        return next.proceed(command);
    }

    private RawReply parked(Task task, Command command) {
        TaskModel tasks = debuggee.tasks().orElseThrow();
        RegisterSet registers = debuggee.registers().orElseThrow();
        Optional<SavedContext> context = context(tasks, task);
        return switch (command) {
            case ReadRegisters ignored -> RawReply.of(all(registers, context));
            case ReadRegister(int number) ->
                registers
                        .number(number)
                        .map(r -> RawReply.of(value(r, context)))
                        .orElseGet(() -> RawReply.error("no register " + number));
            case WriteRegister(int number, String hex) -> write(task, registers, context, number, hex);
            case WriteRegisters(String hex) -> writeAll(task, registers, context, hex);
            default -> throw new IllegalStateException("not a register command: " + command);
        };
    }

    /** Without a frame that makes sense nothing is shown: pc and sp of one reply must be of the same task. */
    private Optional<SavedContext> context(TaskModel tasks, Task task) {
        try {
            return Optional.of(tasks.context(task));
        } catch (FrameException e) {
            log.warn("registers of task {}: {}", task.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private static String value(Register register, Optional<SavedContext> context) {
        return context.flatMap(c -> c.read(register)).map(Hex::ofBytes).orElseGet(() -> "xx".repeat(register.bytes()));
    }

    private static String all(RegisterSet registers, Optional<SavedContext> context) {
        StringBuilder g = new StringBuilder();
        for (Register register : registers.all()) {
            if (registers.offset(register).isPresent()) {
                g.append(value(register, context));
            }
        }
        // a server may pad its reply beyond the last register
        return g.append("xx".repeat(registers.gBytes() - g.length() / 2)).toString();
    }

    private RawReply write(Task task, RegisterSet registers, Optional<SavedContext> context, int number, String hex) {
        Optional<Register> register = registers.number(number);
        if (register.isEmpty()) {
            return refuse("no register " + number);
        }
        if (!Hex.isBytes(hex) || hex.length() != 2 * register.get().bytes()) {
            return refuse("register " + register.get().name() + ": '" + hex + "' is not "
                    + register.get().bytes() + " bytes");
        }
        return place(register.get(), hex, context)
                .map(this::store)
                .orElseGet(() -> refuse(notHeld(task, register.get())));
    }

    private static Optional<List<Write>> place(Register register, String hex, Optional<SavedContext> context) {
        return context.flatMap(c -> c.write(register, Hex.parseBytes(hex)));
    }

    private static String notHeld(Task task, Register register) {
        return "task " + task.name() + ": its saved frame does not hold " + register.name();
    }

    /**
     * All or nothing. A register that stays as it is needs no place; gdb sends zeros for one it was told is unavailable.
     */
    private RawReply writeAll(Task task, RegisterSet registers, Optional<SavedContext> context, String hex) {
        if (hex.length() != 2 * registers.gBytes()) {
            return refuse("G with " + hex.length() / 2 + " bytes: expected " + registers.gBytes());
        }
        List<Write> writes = new ArrayList<>();
        for (Register register : registers.all()) {
            OptionalInt offset = registers.offset(register);
            if (offset.isEmpty()) {
                continue;
            }
            String now = value(register, context);
            String wanted = hex.substring(2 * offset.getAsInt(), 2 * (offset.getAsInt() + register.bytes()));
            boolean unavailable = now.startsWith("x");
            if (wanted.equalsIgnoreCase(now) || (unavailable && wanted.matches("0*|[xX]*"))) {
                continue;
            }
            Optional<List<Write>> place = Hex.isBytes(wanted) ? place(register, wanted, context) : Optional.empty();
            if (place.isEmpty()) {
                return refuse(notHeld(task, register));
            }
            writes.addAll(place.get());
        }
        return store(writes);
    }

    private RawReply store(List<Write> writes) {
        try {
            for (Write write : writes) {
                debuggee.memory().write(write.address(), write.bytes());
            }
            return RawReply.OK;
        } catch (MemoryException e) {
            return refuse(String.valueOf(e.getMessage()));
        } finally {
            debuggee.changed();
        }
    }

    private RawReply refuse(String reason) {
        log.warn("not written: {}", reason);
        return RawReply.error(reason);
    }
}
