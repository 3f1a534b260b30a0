package org.tcbridge.proxy.session;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.tcbridge.proxy.session.Question.Asked;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.frame.Packet;

/** The queue of questions to the server as the worker sees it: it blocks until they are answered. Worker. */
final class WorkerLink implements TargetLink {
    private final ServerLink link;
    private final EventLoop loop;

    /**
     * The worker's end of a link.
     *
     * @param loop the link's
     */
    WorkerLink(ServerLink link, EventLoop loop) {
        this.link = link;
        this.loop = loop;
    }

    @Override
    public RawReply ask(String command) throws LinkException {
        return await(Asked.of(command.equals("?"), false, true), Packet.of(command), command, true);
    }

    @Override
    public RawReply pass(Packet command) throws LinkException {
        String text = Question.name(command);
        return await(Asked.of(command.is("?"), false, false), command, text, !command.startsWith("qRcmd,"));
    }

    @Override
    public RawReply resume(Packet command) throws LinkException {
        String text = Question.name(command);
        return await(Asked.of(true, true, false), command, text, false);
    }

    @Override
    public boolean interrupted() {
        return link.interrupted();
    }

    private RawReply await(Asked question, Packet packet, String command, boolean limited) throws LinkException {
        try {
            loop.execute(limited ? () -> link.askLimited(question, packet, command) : () -> link.ask(question, packet));
            return question.answer().get();
        } catch (ExecutionException e) {
            String reason =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("failed");
            LinkException failed = new LinkException(command + ": " + reason);
            failed.initCause(e);
            throw failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended(command);
        } catch (RejectedExecutionException e) {
            packet.release();
            throw ended(command);
        }
    }

    private static LinkException ended(String command) {
        return new LinkException("the session ended before the server answered " + command);
    }
}
