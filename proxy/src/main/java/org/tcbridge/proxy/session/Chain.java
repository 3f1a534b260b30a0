package org.tcbridge.proxy.session;

import java.util.List;
import java.util.Set;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.frame.Packet;

/** The way of one claimed command through the interceptors to the server. Worker, but for {@link #claimed}. */
final class Chain {
    /**
     * Commands that mean a thread: one that is claimed and malformed is not for the server to guess at, since the thread that
     * the client means is not the one that the server has selected.
     */
    private static final Set<Class<? extends Command>> ABOUT_THREADS = Set.of(
            SelectThread.class,
            ThreadAlive.class,
            ThreadExtraInfo.class,
            ReadRegister.class,
            WriteRegister.class,
            Resume.class,
            ResumeActions.class);

    private final List<Interceptor> interceptors;
    private final TargetLink link;

    Chain(List<Interceptor> interceptors, TargetLink link) {
        this.interceptors = List.copyOf(interceptors);
        this.link = link;
    }

    /** Event loop: true when some interceptor wants commands of this type now. */
    boolean claimed(Class<? extends Command> type) {
        for (Interceptor interceptor : interceptors) {
            if (interceptor.claims(type)) {
                return true;
            }
        }
        return false;
    }

    /** Sends a command through. */
    RawReply run(RawReply original) throws LinkException {
        Command command = Command.parse(original.packet());
        if (command instanceof Opaque && ABOUT_THREADS.contains(CommandTable.STANDARD.type(original.packet()))) {
            return RawReply.error("malformed command '" + original + "'");
        }
        return proceed(0, command, command, original);
    }

    private RawReply proceed(int index, Command command, Command first, RawReply original) throws LinkException {
        for (int i = index; i < interceptors.size(); i++) {
            Interceptor interceptor = interceptors.get(i);
            if (interceptor.claims(command.getClass())) {
                int rest = i + 1;
                return interceptor.intercept(command, c -> proceed(rest, c, first, original));
            }
        }
        Packet packet = command.equals(first) ? original.packet() : command.toPacket();
        return new ClientCommand(command.getClass(), packet).resumes() ? link.resume(packet) : link.pass(packet);
    }
}
