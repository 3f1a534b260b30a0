package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.ServerThreads;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.ResumeActions.Action;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SelectThread.Purpose;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.StopReply;

/**
 * Lets CPUs run in the form the server knows: {@code vCont}, or {@code c} and {@code s}. hw_server knows only the first. What was
 * read of the target before is stale then.
 */
final class ServerMotion {
    private final TargetLink link;
    private final Debuggee debuggee;
    private final ServerThreads cpus;
    private boolean actions = true;

    ServerMotion(TargetLink link, Debuggee debuggee) {
        this.link = link;
        this.debuggee = debuggee;
        this.cpus = debuggee.cpus();
    }

    /** All CPUs run on. */
    RawReply goOn() throws LinkException {
        return run(List.of(new Action(Motion.CONTINUE, Optional.empty())));
    }

    /** One CPU does one instruction, the others run. */
    RawReply step(int cpu) throws LinkException {
        List<Action> list = new ArrayList<>(List.of(new Action(Motion.STEP, cpus.id(cpu))));
        if (cpus.count() > 1) {
            list.add(new Action(Motion.CONTINUE, Optional.empty()));
        }
        return run(list);
    }

    /** One CPU does one instruction, the others stand still. */
    RawReply stepAlone(int cpu) throws LinkException {
        return run(List.of(new Action(Motion.STEP, cpus.id(cpu))));
    }

    /** The client's own actions; they are in a form the server offered. */
    RawReply client(ResumeActions wanted) throws LinkException {
        actions = true;
        return resume(wanted.toPacket());
    }

    /**
     * The client's {@code c}, {@code s}, {@code C} or {@code S}.
     *
     * @param cpu the one it is for; empty for all
     */
    RawReply client(Resume wanted, OptionalInt cpu) throws LinkException {
        Optional<ThreadId> id = cpu.isPresent() && cpus.count() > 1 ? cpus.id(cpu.getAsInt()) : Optional.empty();
        selectForMotion(id);
        RawReply reply = resume(wanted.toPacket());
        actions = reply.text().isEmpty();
        return actions && wanted.address().isEmpty()
                ? resume(new ResumeActions(List.of(new Action(wanted.motion(), id))).toPacket())
                : reply;
    }

    private RawReply resume(Packet command) throws LinkException {
        return moved(link.resume(command));
    }

    /** Takes note that the target ran, and how it stopped. */
    RawReply moved(RawReply reply) {
        debuggee.ran();
        if (StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop) {
            debuggee.stopped(cpus.cpu(stop.thread()), stop);
        }
        if (cpus.count() > 1) {
            // hw_server has the one that vCont named last
            cpus.nowSelected(Optional.empty());
        }
        return reply;
    }

    /** The CPU that {@code c} and {@code s} mean, of several: the client's own selection stayed with the proxy. */
    private void selectForMotion(Optional<ThreadId> id) throws LinkException {
        if (cpus.count() > 1) {
            link.ask(new SelectThread(Purpose.EXECUTION, id.orElse(ThreadId.of(ThreadId.ANY))).wire());
        }
    }

    private RawReply run(List<Action> list) throws LinkException {
        if (actions) {
            RawReply reply = resume(new ResumeActions(list).toPacket());
            if (!reply.text().isEmpty()) {
                return reply;
            }
            actions = false;
        }
        Action first = list.getFirst();
        selectForMotion(first.thread());
        Command plain = new Resume(first.motion(), OptionalLong.empty());
        return resume(plain.toPacket());
    }
}
