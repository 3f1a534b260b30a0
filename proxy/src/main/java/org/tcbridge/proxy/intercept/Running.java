package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.ResumeActions.Action;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.reply.StopReply;

/**
 * Letting the target run and telling why it stopped: the client's thread ids become the server's on the way there, and every
 * stop names the thread that runs on the CPU that stopped.
 */
final class Running implements Interceptor {
    private final Debuggee debuggee;
    private final Selected selected;

    Running(Debuggee debuggee, Selected selected) {
        this.debuggee = debuggee;
        this.selected = selected;
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        if (type == WhyStopped.class) {
            return debuggee.view() != Debuggee.View.OUT;
        }
        return debuggee.ownsThreads() && (type == ResumeActions.class || type == Resume.class);
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        return switch (command) {
            case WhyStopped why -> {
                RawReply reply = next.proceed(why);
                debuggee.bindProgram();
                yield stopped(reply);
            }
            case ResumeActions resume -> {
                RawReply reply = next.proceed(atServer(resume));
                debuggee.changed();
                yield stopped(reply);
            }
            default -> {
                RawReply reply = next.proceed(command);
                debuggee.changed();
                yield stopped(reply);
            }
        };
    }

    /** The same actions with the server's ids; those for tasks that are on no CPU have no effect there and are left out. */
    private ResumeActions atServer(ResumeActions resume) {
        List<Action> actions = new ArrayList<>();
        for (Action action : resume.actions()) {
            Optional<ThreadId> id = action.thread();
            if (id.isEmpty() || !id.get().isSpecific()) {
                actions.add(action);
                continue;
            }
            Optional<DebugThread> thread = debuggee.find(id.get());
            switch (thread.orElse(null)) {
                case DebugThread.RunningTask running -> actions.add(onCpu(action, running.cpu()));
                case DebugThread.Cpu cpu -> actions.add(onCpu(action, cpu.cpu()));
                case DebugThread.ParkedTask ignored -> {}
                case null -> {}
            }
        }
        return new ResumeActions(actions);
    }

    private Action onCpu(Action action, int cpu) {
        return new Action(action.motion(), debuggee.cpus().id(cpu));
    }

    private RawReply stopped(RawReply reply) throws LinkException {
        Optional<StopReply> parsed = StopReply.parse(reply.text());
        if (parsed.isEmpty() || !(parsed.get() instanceof StopReply.Stopped stop)) {
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
