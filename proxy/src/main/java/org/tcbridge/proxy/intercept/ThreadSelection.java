package org.tcbridge.proxy.intercept;

import java.util.Optional;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.SelectThread;

/** {@code Hg} and {@code Hc}: kept here, since an id the server does not know must never reach it. */
final class ThreadSelection implements Interceptor {
    private final Debuggee debuggee;
    private final Selected selected;

    ThreadSelection(Debuggee debuggee, Selected selected) {
        this.debuggee = debuggee;
        this.selected = selected;
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return debuggee.ownsThreads() && type == SelectThread.class;
    }

    @Override
    public RawReply intercept(Command command, Next next) {
        SelectThread select = (SelectThread) command;
        boolean specific = select.thread().isSpecific();
        switch (select.purpose()) {
            case EXECUTION -> selected.forExecution(specific ? Optional.of(select.thread()) : Optional.empty());
            case REGISTERS -> {
                Optional<DebugThread> thread =
                        specific ? debuggee.find(select.thread()) : Optional.of(selected.stopped());
                if (thread.isEmpty()) {
                    return RawReply.error("no thread " + select.thread());
                }
                selected.forRegisters(thread.get());
            }
        }
        return RawReply.OK;
    }
}
