package org.tcbridge.proxy.session;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.Patience;
import org.tcbridge.proxy.cache.MemoryCache;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.parts.LongPackets;
import org.tcbridge.proxy.parts.Parts;
import org.tcbridge.proxy.session.Question.Asked;
import org.tcbridge.proxy.session.Question.InParts;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.trace.PacketText;

/**
 * The queue of questions to the server: the client's and the proxy's own share it, one is outstanding at a time, and
 * replies are matched strictly in order. State is the event loop's; the worker's end is {@link WorkerLink}.
 *
 * <p>While the target runs the server is sent nothing but 0x03 and what the client itself sent: QEMU stops the machine
 * on any byte, hw_server drops the pending stop reply on any packet.
 */
final class ServerLink {
    private final Channel channel;
    private final Client client;
    private final MemoryCache cache;
    private final LongPackets longPackets;
    private final Patience patience;
    private final SessionLog log;
    private final Deque<Unsent> queue = new ArrayDeque<>();
    private @Nullable Question outstanding;
    /** How many questions have been sent: tells two of a kind apart. */
    private int sent;

    private final Pace halted = new Pace();
    private final Pace resumed = new Pace();

    /** When the client heard last of the command that the server gets in parts, in ns. */
    private long signAt;

    private boolean answeredOnce;
    private int interjections;
    private boolean interruptWanted;
    private @Nullable String stalled;
    private boolean broken;
    private volatile boolean interrupted;

    /** A question that waits until the server has answered another one. */
    private record Unsent(Question question, Packet packet) {}

    ServerLink(
            Channel channel,
            Client client,
            MemoryCache cache,
            LongPackets longPackets,
            Patience patience,
            SessionLog log) {
        this.channel = channel;
        this.client = client;
        this.cache = cache;
        this.longPackets = longPackets;
        this.patience = patience;
        this.log = log;
    }

    /** Event loop: true between a resume and its stop reply. */
    boolean running() {
        return outstanding != null && outstanding.resumes();
    }

    /** Event loop: true while the server has a command of the client's, which the worker passed on: it may not last long. */
    boolean passing() {
        return outstanding != null && !outstanding.own() && !outstanding.resumes();
    }

    /** Event loop: passes the client's command on; the reply goes to the client as it comes. Takes over the packet. */
    void forward(ClientCommand command, Packet packet) {
        if (running()) {
            interjections++;
            cache.disturbed();
            write(packet);
            return;
        }
        ClientCommand unanswered = outstanding == null ? null : outstanding.client();
        if (unanswered != null && givenUp(unanswered)) {
            giveUp(unanswered);
        }
        Optional<Parts> parts = longPackets.of(packet);
        if (parts.isPresent()) {
            enqueue(new InParts(command, parts.get()), packet);
        } else {
            enqueue(command, longPackets.fitting(packet));
        }
    }

    /** True when the client's next command means that it waits no longer for this one's reply; else it sends them without waiting. */
    private boolean givenUp(ClientCommand unanswered) {
        return unanswered.neverAnswered()
                || pace(unanswered).waited() >= patience.client().toNanos() / 2;
    }

    /** The client gave up waiting: a late reply will meet the new question, as without a proxy. */
    private void giveUp(ClientCommand command) {
        log.debug("no reply to a command of the client's ({})", command.words());
        if (!command.neverAnswered()) {
            cache.stop();
        }
        outstanding = null;
    }

    /** Event loop: sends 0x03 past the queue. With a resume still on its way to the server it follows that. */
    void interrupt(boolean resumeInWork) {
        interrupted = resumeInWork;
        if (running() || !resumeInWork) {
            write(Interrupt.INTERRUPT);
        } else {
            interruptWanted = true;
        }
    }

    /** Event loop: forgets a 0x03 that no resume followed: the client gets a stop reply anyway. */
    void forgetInterrupt() {
        interruptWanted = false;
        interrupted = false;
    }

    /** Any thread: true when the client has asked for a stop since its command came in. */
    boolean interrupted() {
        return interrupted;
    }

    /** Event loop: passes the client's command on whose reply is waited for here; completes the future with it. Takes over the packet. */
    CompletableFuture<RawReply> passAtOnce(Packet command) {
        Asked question = Asked.of(command.is("?"), false, false);
        askLimited(question, command, Question.name(command));
        return question.answer();
    }

    /** Event loop: asks, and waits only so long for the answer. Takes over the packet. */
    void askLimited(Asked question, Packet packet, String command) {
        Runnable late = () -> {
            tooLate(question, command);
            fail(question, "no reply within " + patience.server().toMillis() + " ms");
        };
        ScheduledFuture<?> timer =
                channel.eventLoop().schedule(late, patience.server().toMillis(), TimeUnit.MILLISECONDS);
        question.answer().whenComplete((reply, failure) -> timer.cancel(false));
        ask(question, packet);
    }

    /** Event loop: asks, and waits for the answer as long as it takes. Takes over the packet. */
    void ask(Asked question, Packet packet) {
        enqueue(question, longPackets.fitting(packet));
    }

    private void enqueue(Question question, Packet packet) {
        if (!channel.isActive()) {
            broken = true;
            drop(question, packet, "the server closed the connection");
        } else if (outstanding == null) {
            send(question, packet);
        } else if (stalled != null) {
            refuse(question, packet);
        } else {
            queue.add(new Unsent(question, packet.keep()));
            giveUpSoon(outstanding);
        }
    }

    /** What the client asked and got no reply to must not keep others waiting for ever: for each question that others wait behind. */
    private void giveUpSoon(Question before) {
        ClientCommand unanswered = before.client();
        if (unanswered != null && !before.resumes()) {
            int number = sent;
            Runnable check = () -> {
                if (outstanding != null && number == sent && !queue.isEmpty()) {
                    giveUp(unanswered);
                    sendNext();
                }
            };
            channel.eventLoop().schedule(check, patience.client().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Nothing is sent while the server owes a reply, which would be taken for another's: the client is told. */
    private void refuse(Question question, Packet packet) {
        String reason = "the GDB server still owes a reply to " + stalled;
        if (question.client() != null) {
            client.deliver(Packet.of("E." + reason));
        }
        drop(question, packet, reason);
    }

    private void sendNext() {
        Unsent next = queue.remove();
        send(next.question, next.packet);
    }

    private void send(Question question, Packet packet) {
        if (question instanceof InParts inParts) {
            packet.release();
            signAt = System.nanoTime();
            sendPart(inParts);
            return;
        }
        Packet held = cache.active() ? cache.held(packet, question.own()) : null;
        if (held != null) {
            packet.release();
            finish(question, held);
            return;
        }
        sending(question);
        write(cache.active() ? cache.sending(packet, question.own()) : packet);
        if (question.resumes() && interruptWanted) {
            interruptWanted = false;
            write(Interrupt.INTERRUPT);
        }
    }

    private void sending(Question question) {
        outstanding = question;
        sent++;
        pace(question).asked();
        if (!queue.isEmpty()) {
            giveUpSoon(question);
        }
    }

    /** A target that runs answers in a time of its own. */
    private Pace pace(Question question) {
        return question.resumes() ? resumed : halted;
    }

    private void sendPart(InParts question) {
        Packet part = question.parts().next();
        if (part == null) {
            finish(question, question.parts().reply());
            return;
        }
        sending(question);
        if (System.nanoTime() - signAt >= patience.sign().toNanos()) {
            signAt = System.nanoTime();
            client.keepAlive();
        }
        write(cache.active() ? cache.sending(part, true) : part);
    }

    private void write(Object frame) {
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    /** Event loop: a packet from the server. Takes it over. */
    void received(Packet packet) {
        Question question = outstanding;
        if (question == null) {
            unasked(packet);
        } else if (BesideReplies.outOfBand(question, packet)) {
            if (!question.resumes()) {
                cache.disturbed();
            }
            client.deliver(packet);
        } else if (unsolicitedStop(question, packet)) {
            log.debug("the server sent {} unasked: dropped", PacketText.fromServer(packet));
            cache.disturbed();
            packet.release();
        } else if (question.resumes() && interjections > 0 && !BesideReplies.isStop(packet)) {
            interjections--;
            client.deliver(packet);
        } else {
            answer(question, packet);
        }
    }

    /** QEMU reports the end of the process after a kill, and that it stopped after a client has gone; anything else is a reply that came too late, or a fault. */
    private void unasked(Packet packet) {
        String text = PacketText.fromServer(packet);
        cache.disturbed();
        if (BesideReplies.isStop(packet)) {
            log.debug("the server sent {} unasked: dropped", text);
        } else {
            log.warn("the server sent {} though nothing was asked: dropped", text);
        }
        packet.release();
    }

    /** What was sent stays outstanding: its late reply is its own and must not answer another question. */
    private void tooLate(Question question, String command) {
        Optional<Unsent> unsent =
                queue.stream().filter(u -> u.question.equals(question)).findFirst();
        if (unsent.isPresent()) {
            queue.remove(unsent.get());
            drop(question, unsent.get().packet, "not sent in time");
        } else if (question.equals(outstanding)) {
            stalled = command;
            log.warn(
                    "the GDB server has not answered {} within {} ms: nothing more is sent until it does",
                    command,
                    patience.server().toMillis());
            while (!queue.isEmpty()) {
                Unsent next = queue.remove();
                refuse(next.question, next.packet);
            }
        }
    }

    private void answer(Question question, Packet packet) {
        answeredOnce = true;
        pace(question).answered();
        if (stalled != null) {
            log.warn("the GDB server has answered {} at last", stalled);
            stalled = null;
        }
        interjections = 0;
        Packet reply = cache.active() ? cache.answered(packet) : packet;
        if (reply == null) {
            pace(question).asked();
            write(cache.again());
        } else if (question instanceof InParts inParts) {
            inParts.parts().answered(reply);
            sendPart(inParts);
        } else {
            finish(question, reply);
        }
    }

    private void finish(Question question, Packet packet) {
        outstanding = null;
        switch (question) {
            case ClientCommand forwarded -> {
                client.answered(forwarded, packet);
                client.deliver(packet);
            }
            case InParts inParts -> {
                client.answered(inParts.client(), packet);
                client.deliver(packet);
            }
            case Asked asked -> {
                RawReply reply = RawReply.copyOf(packet);
                packet.release();
                asked.answer().complete(reply);
            }
        }
        if (outstanding == null && !queue.isEmpty()) {
            sendNext();
        }
    }

    /**
     * QEMU sends a stop reply before the client speaks when the last client left it running; any server may send one late. A
     * command that is not known may be one that lets the target run.
     */
    private boolean unsolicitedStop(Question question, Packet packet) {
        return !question.mayStop(!answeredOnce) && BesideReplies.isStop(packet);
    }

    /** Event loop: true when the connection ended and left a question without an answer: what comes of that is no reply. */
    boolean broken() {
        return broken;
    }

    /** Event loop: the connection ended; whoever waits is told. */
    void closed() {
        String reason = "the server closed the connection before it answered";
        broken |= outstanding != null || !queue.isEmpty();
        Question unanswered = outstanding;
        outstanding = null;
        if (unanswered != null) {
            fail(unanswered, reason);
        }
        List<Unsent> unsent = List.copyOf(queue);
        queue.clear();
        unsent.forEach(u -> drop(u.question, u.packet, reason));
    }

    private static void drop(Question question, Packet packet, String reason) {
        packet.release();
        fail(question, reason);
    }

    private static void fail(Question question, String reason) {
        if (question instanceof Asked asked) {
            asked.answer().completeExceptionally(new LinkException(reason));
        }
    }
}
