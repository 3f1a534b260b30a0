package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.ServerThreads;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.ResumeActions.Action;

/** Lets CPUs run in the form the server knows: {@code vCont}, or {@code c} and {@code s}. hw_server knows only the first. */
final class ServerMotion {
    private final TargetLink link;
    private final ServerThreads cpus;
    private boolean actions = true;

    ServerMotion(TargetLink link, ServerThreads cpus) {
        this.link = link;
        this.cpus = cpus;
    }

    /** All CPUs run on. */
    RawReply goOn() throws LinkException {
        return run(new ResumeActions(List.of(new Action(Motion.CONTINUE, Optional.empty()))), Motion.CONTINUE);
    }

    /** One CPU does one instruction, the others run. */
    RawReply step(int cpu) throws LinkException {
        List<Action> list = new ArrayList<>(List.of(new Action(Motion.STEP, cpus.id(cpu))));
        if (cpus.count() > 1) {
            list.add(new Action(Motion.CONTINUE, Optional.empty()));
        }
        return run(new ResumeActions(list), Motion.STEP);
    }

    /** The client's own actions; they are in a form the server offered. */
    RawReply client(ResumeActions wanted) throws LinkException {
        actions = true;
        return link.resume(wanted.toPacket());
    }

    /** The client's {@code c}, {@code s}, {@code C} or {@code S}. */
    RawReply client(Resume wanted) throws LinkException {
        RawReply reply = link.resume(wanted.toPacket());
        actions = reply.text().isEmpty();
        return actions && wanted.address().isEmpty()
                ? link.resume(new ResumeActions(List.of(new Action(wanted.motion(), Optional.empty()))).toPacket())
                : reply;
    }

    private RawReply run(ResumeActions vCont, Motion motion) throws LinkException {
        if (actions) {
            RawReply reply = link.resume(vCont.toPacket());
            if (!reply.text().isEmpty()) {
                return reply;
            }
            actions = false;
        }
        Command plain = new Resume(motion, OptionalLong.empty());
        return link.resume(plain.toPacket());
    }
}
