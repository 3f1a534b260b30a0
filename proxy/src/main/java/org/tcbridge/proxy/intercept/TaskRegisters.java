package org.tcbridge.proxy.intercept;

import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;

/**
 * Registers of the selected thread. Those of a thread on a CPU are the server's, with that CPU selected; those of a task that
 * does not execute are {@link SavedRegisters}. The CPU is never written for such a task.
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
                && (type == WriteRegister.class
                        || (!selected.atServer()
                                && (type == ReadRegisters.class
                                        || type == WriteRegisters.class
                                        || type == ReadRegister.class)));
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        if (selected.atServer()) {
            return live(command, next);
        }
        return switch (selected.registers()) {
            case DebugThread.OnCpu there -> {
                selected.selectAtServer(there.cpu());
                yield live(command, next);
            }
            case DebugThread.InterruptedTask task -> saved(task, task.cpu(), command);
            case DebugThread.ParkedTask task -> saved(task, selected.stoppedCpu(), command);
        };
    }

    private RawReply live(Command command, Next next) throws LinkException {
        RawReply reply = next.proceed(command);
        if (command instanceof WriteRegister write && reply.text().isEmpty()) {
            reply = writeAmongAll(write, next);
        }
        if (command instanceof WriteRegister || command instanceof WriteRegisters) {
            debuggee.changed();
        }
        return reply;
    }

    /**
     * A server that knows no {@code P} (QEMU's for MicroBlaze): gdb, which once had a parked task's register written with one,
     * ends its command with a protocol error when another is not supported.
     */
    private RawReply writeAmongAll(WriteRegister write, Next next) throws LinkException {
        Optional<RegisterSet> registers = debuggee.registers();
        Optional<Register> register = registers.flatMap(r -> r.number(write.number()));
        OptionalInt offset = register.isPresent() ? registers.get().offset(register.get()) : OptionalInt.empty();
        String all = next.proceed(new ReadRegisters()).text();
        if (offset.isEmpty() || !Hex.isBytes(all) || !Hex.isBytes(write.hex())) {
            return RawReply.EMPTY;
        }
        int start = 2 * offset.getAsInt();
        int end = start + 2 * register.get().bytes();
        if (end > all.length() || write.hex().length() != end - start) {
            return RawReply.EMPTY;
        }
        return next.proceed(new WriteRegisters(all.substring(0, start) + write.hex() + all.substring(end)));
    }

    private RawReply saved(DebugThread.SavedTask task, int cpu, Command command) throws LinkException {
        return new SavedRegisters(debuggee, task, cpu, log).answer(command);
    }
}
