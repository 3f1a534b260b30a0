package org.tcbridge.proxy.intercept;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.Write;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskContext;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;

/**
 * The registers of a task that does not execute: read from and written to its saved frame. What the frame does not hold is
 * unavailable, and a write to it is refused and writes nothing. A register that is the CPU's for this task too is only read.
 */
final class SavedRegisters {
    private final Debuggee debuggee;
    private final SessionLog log;
    private final RegisterSet registers;
    private final String name;
    private final int cpu;
    private final Optional<TaskContext> context;

    /**
     * The registers of a task.
     *
     * @param cpu whose registers are meant where they are the CPU's
     */
    SavedRegisters(Debuggee debuggee, DebugThread.SavedTask thread, int cpu, SessionLog log) {
        this.debuggee = debuggee;
        this.log = log;
        this.registers = debuggee.registers().orElseThrow();
        this.name = thread.task().name();
        this.cpu = cpu;
        this.context = context(thread);
    }

    /** Without a frame that makes sense nothing is shown: pc and sp of one reply must be of the same task. */
    private Optional<TaskContext> context(DebugThread.SavedTask thread) {
        try {
            return Optional.of(debuggee.context(thread));
        } catch (FrameException e) {
            log.warn("registers of task {}: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    /** Answers a command about registers. */
    RawReply answer(Command command) throws LinkException {
        return switch (command) {
            case ReadRegisters ignored -> RawReply.of(all());
            case ReadRegister(int number) -> {
                Optional<Register> register = registers.number(number);
                yield register.isPresent()
                        ? RawReply.of(value(register.get()))
                        : RawReply.error("no register " + number);
            }
            case WriteRegister(int number, String hex) -> write(number, hex);
            case WriteRegisters(String hex) -> writeAll(hex);
            default -> throw new IllegalStateException("not a register command: " + command);
        };
    }

    private String value(Register register) throws LinkException {
        Optional<String> hex = context.isPresent() ? debuggee.value(context.get(), cpu, register) : Optional.empty();
        return hex.orElseGet(() -> "xx".repeat(register.bytes()));
    }

    private String all() throws LinkException {
        StringBuilder g = new StringBuilder();
        for (Register register : registers.all()) {
            if (registers.offset(register).isPresent()) {
                g.append(value(register));
            }
        }
        // a server may pad its reply beyond the last register
        return g.append("xx".repeat(registers.gBytes() - g.length() / 2)).toString();
    }

    private RawReply write(int number, String hex) {
        Optional<Register> register = registers.number(number);
        if (register.isEmpty()) {
            return refuse("no register " + number);
        }
        if (!Hex.isBytes(hex) || hex.length() != 2 * register.get().bytes()) {
            return refuse("register " + register.get().name() + ": '" + hex + "' is not "
                    + register.get().bytes() + " bytes");
        }
        return place(register.get(), hex).map(this::store).orElseGet(() -> refuse(notHeld(register.get())));
    }

    private Optional<List<Write>> place(Register register, String hex) {
        return context.filter(c -> !c.isInCpu(register)).flatMap(c -> c.saved().write(register, Hex.parseBytes(hex)));
    }

    private String notHeld(Register register) {
        return "task " + name + ": its saved frame does not hold " + register.name();
    }

    /**
     * All or nothing. A register that stays as it is needs no place; gdb sends zeros for one it was told is unavailable.
     */
    private RawReply writeAll(String hex) throws LinkException {
        if (hex.length() != 2 * registers.gBytes()) {
            return refuse("G with " + hex.length() / 2 + " bytes: expected " + registers.gBytes());
        }
        List<Write> writes = new ArrayList<>();
        for (Register register : registers.all()) {
            OptionalInt offset = registers.offset(register);
            if (offset.isEmpty()) {
                continue;
            }
            String now = value(register);
            String wanted = hex.substring(2 * offset.getAsInt(), 2 * (offset.getAsInt() + register.bytes()));
            boolean unavailable = now.startsWith("x");
            if (wanted.equalsIgnoreCase(now) || (unavailable && wanted.matches("0*|[xX]*"))) {
                continue;
            }
            Optional<List<Write>> place = Hex.isBytes(wanted) ? place(register, wanted) : Optional.empty();
            if (place.isEmpty()) {
                return refuse(notHeld(register));
            }
            writes.addAll(place.get());
        }
        return store(writes);
    }

    /** When one of several writes fails, those before it are taken back. */
    private RawReply store(List<Write> writes) {
        Deque<Write> before = new ArrayDeque<>();
        try {
            for (Write write : writes) {
                if (writes.size() > 1) {
                    before.push(
                            new Write(write.address(), debuggee.memory().read(write.address(), write.bytes().length)));
                }
                debuggee.memory().write(write.address(), write.bytes());
            }
            return RawReply.OK;
        } catch (MemoryException e) {
            before.forEach(this::takeBack);
            return refuse(String.valueOf(e.getMessage()));
        } finally {
            debuggee.changed();
        }
    }

    private void takeBack(Write old) {
        try {
            debuggee.memory().write(old.address(), old.bytes());
        } catch (MemoryException e) {
            log.warn("registers of task {}: the former value was not restored: {}", name, e.getMessage());
        }
    }

    private RawReply refuse(String reason) {
        log.warn("not written: {}", reason);
        return RawReply.error(reason);
    }
}
