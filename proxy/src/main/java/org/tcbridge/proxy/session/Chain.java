package org.tcbridge.proxy.session;

import java.util.List;
import java.util.Optional;
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

/** The way of one claimed command through the interceptors to the server. Worker, unless a method says otherwise. */
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
        // no iterator: this is done for each packet
        for (int i = 0; i < interceptors.size(); i++) {
            if (interceptors.get(i).claims(type)) {
                return true;
            }
        }
        return false;
    }

    /** Event loop: true when the one interceptor that wants commands of this type has them passed on before anything else. */
    boolean passesFirst(Class<? extends Command> type) {
        List<Interceptor> wanting =
                interceptors.stream().filter(i -> i.claims(type)).toList();
        return wanting.size() == 1 && wanting.getFirst().passesFirst(type);
    }

    /** Event loop: the answer to a command that was passed on first; empty when it takes {@link #run}. */
    Optional<RawReply> answer(RawReply original, RawReply reply) {
        Command command = Command.parse(original.packet());
        return interceptors.stream()
                .filter(i -> i.claims(command.getClass()))
                .findFirst()
                .flatMap(i -> i.answer(command, reply));
    }

    /** Sends a command through; {@code reply} is the server's, when the command was passed on first. */
    RawReply run(RawReply original, Optional<RawReply> reply) throws LinkException {
        Command command = Command.parse(original.packet());
        if (command instanceof Opaque && ABOUT_THREADS.contains(CommandTable.STANDARD.type(original.packet()))) {
            return RawReply.error("malformed command '" + original + "'");
        }
        return proceed(0, command, new Passage(command, original, reply));
    }

    /** A command as it came, and the reply to it when the server has it already. */
    private record Passage(Command command, RawReply original, Optional<RawReply> reply) {}

    private RawReply proceed(int index, Command command, Passage passage) throws LinkException {
        for (int i = index; i < interceptors.size(); i++) {
            Interceptor interceptor = interceptors.get(i);
            if (interceptor.claims(command.getClass())) {
                int rest = i + 1;
                return interceptor.intercept(command, c -> proceed(rest, c, passage));
            }
        }
        boolean asItCame = command.equals(passage.command);
        if (asItCame && passage.reply.isPresent()) {
            return passage.reply.get();
        }
        Packet packet = asItCame ? passage.original.packet() : command.toPacket();
        return ClientCommand.of(command.getClass()).resumes() ? link.resume(packet) : link.pass(packet);
    }
}
