package org.tcbridge.proxy.intercept;

import org.tcbridge.proxy.session.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
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
                && !selected.atServer()
                && (type == ReadRegisters.class
                        || type == WriteRegisters.class
                        || type == ReadRegister.class
                        || type == WriteRegister.class);
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        return switch (selected.registers()) {
            case DebugThread.OnCpu there -> live(there.cpu(), command, next);
            case DebugThread.InterruptedTask task -> saved(task, task.cpu(), command);
            case DebugThread.ParkedTask task -> saved(task, selected.stoppedCpu(), command);
        };
    }

    private RawReply live(int cpu, Command command, Next next) throws LinkException {
        selected.selectAtServer(cpu);
        RawReply reply = next.proceed(command);
        if (command instanceof WriteRegister || command instanceof WriteRegisters) {
            debuggee.changed();
        }
        return reply;
    }

    private RawReply saved(DebugThread.SavedTask task, int cpu, Command command) throws LinkException {
        return new SavedRegisters(debuggee, task, cpu, log).answer(command);
    }
}
