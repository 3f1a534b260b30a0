package org.tcbridge.proxy.session;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.cache.MemoryCache;
import org.tcbridge.proxy.intercept.Interceptors;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.parts.LongPackets;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.ReadMemoryMap;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.frame.Ack;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.frame.RawFrame;
import org.tcbridge.rsp.frame.Stray;
import org.tcbridge.rsp.reply.ConsoleOutput;
import org.tcbridge.rsp.reply.SupportedFeatures;
import org.tcbridge.rsp.trace.PacketText;

/**
 * One client and its server. Packets come in here on the event loop; what nobody claims leaves at once, byte for byte; a
 * claimed command goes to the worker, and the client's next packets wait until it is answered.
 *
 * <pre>
 *   Idle ──claimed command──► Working ──reply──► Idle
 *     └──────────client or server gone──────────► Closed
 * </pre>
 *
 * The server's side of the state, whether the target runs, is {@link ServerLink}'s.
 */
public final class Session implements Client {
    /** So long the worker may take to leave the target as it was when the client has gone, in ms. */
    public static final int UNDO_MS = 2000;

    /** LLDB's docs/lldb-gdb-remote.txt; gdb has no such packet. */
    private static final String ONLY_LLDB_ASKS = "QThreadSuffixSupported";

    /** The notification of a stop in non-stop mode. */
    private static final String STOP = "Stop:";

    /** Output of nothing: OpenOCD's sign of life while the target runs. */
    private static final String KEEP_ALIVE_OUTPUT = "O";

    /** Bytes of console text in a packet: as hexadecimal they fit the 400 bytes that any client takes. */
    private static final int CONSOLE_BYTES = 180;

    /** Where the session is in handling the client. */
    private sealed interface State {
        /** Nothing in hand. */
        record Idle() implements State {}

        /** The worker has a command; {@code keepAlive} tells gdb to be patient. */
        record Working(ScheduledFuture<?> keepAlive) implements State {}

        /** Over. */
        record Closed() implements State {}
    }

    private static final State.Idle IDLE = new State.Idle();

    private final Channel client;
    private final Channel server;
    private final SessionLog log;
    private final Duration sign;
    private final MemoryCache cache;
    private final ServerLink link;
    private final Chain chain;
    private final Interceptors interceptors;
    private final Deque<Packet> backlog = new ArrayDeque<>();
    private final Worker worker;
    private State state = IDLE;
    private boolean ending;
    /** The client takes whatever comes for the reply to its last command, as LLDB does. */
    private boolean literal;

    /** Joins a client's and a server's channel, both on one event loop. */
    public Session(Channel client, Channel server, ProxyConfig config, SessionLog log) {
        this.client = client;
        this.server = server;
        this.log = log;
        this.sign = config.patience().sign();
        this.cache = new MemoryCache(
                config.cache(), config.program().map(Program::sections).orElse(List.of()));
        LongPackets longPackets = new LongPackets();
        this.link = new ServerLink(server, this, cache, longPackets, config.patience(), log);
        TargetLink target = new WorkerLink(link, server.eventLoop());
        this.interceptors = new Interceptors(config, target, cache, longPackets, this::print, log);
        this.chain = new Chain(interceptors.list(), target);
        this.worker = new Worker(client.eventLoop(), "worker " + client.remoteAddress());
    }

    /** Event loop: something from the client. Takes it over. */
    public void fromClient(Frame frame) {
        switch (frame) {
            case Packet packet -> command(packet);
            case Interrupt ignored -> link.interrupt(state instanceof State.Working);
            case Notification notification -> {
                cache.disturbed();
                write(server, notification);
            }
            case Stray stray -> {
                cache.disturbed();
                stray(stray, server);
            }
            case Ack ignored -> log.debug("an ack came through");
        }
    }

    /** Event loop: something from the server. Takes it over. */
    public void fromServer(Frame frame) {
        switch (frame) {
            case Packet packet -> link.received(packet);
            case Notification chatter when literal && !chatter.text().startsWith(STOP) -> chatter.release();
            case Notification notification -> write(client, notification);
            case Stray stray -> stray(stray, client);
            case Interrupt ignored -> log.debug("the server sent 0x03: dropped");
            case Ack ignored -> log.debug("an ack came through");
        }
    }

    private void stray(Stray stray, Channel to) {
        log.debug("stray bytes: {}", PacketText.fromServer(stray));
        if (stray.isAbandonedPacket() || to.equals(client)) {
            stray.release();
        } else {
            write(to, stray);
        }
    }

    private void command(Packet packet) {
        switch (state) {
            case State.Idle ignored -> dispatch(packet);
            case State.Working ignored when link.running() -> forward(ClientCommand.of(packet), packet);
            case State.Working ignored -> backlog.add(packet.keep());
            case State.Closed ignored -> packet.release();
        }
    }

    private void dispatch(Packet packet) {
        ClientCommand command = ClientCommand.of(packet);
        literal |= packet.is(ONLY_LLDB_ASKS);
        if (link.running() || !chain.claimed(command.type())) {
            if (command.type() == ReadMemoryMap.class) {
                cache.mapAsked(packet);
            }
            forward(command, packet);
            return;
        }
        RawReply original = RawReply.copyOf(packet);
        ScheduledFuture<?> keepAlive = client.eventLoop()
                .scheduleAtFixedRate(this::patience, sign.toMillis(), sign.toMillis(), TimeUnit.MILLISECONDS);
        state = new State.Working(keepAlive);
        if (chain.passesFirst(command.type())) {
            link.passAtOnce(packet).whenComplete((reply, failure) -> passed(original, reply, failure));
        } else {
            packet.release();
            start(original, Optional.empty());
        }
    }

    private void forward(ClientCommand command, Packet packet) {
        link.forward(command, interceptors.passing(command.type(), packet));
    }

    /** The server has answered a claimed command, or never will: often the client's answer follows from that alone. */
    private void passed(RawReply original, @Nullable RawReply reply, @Nullable Throwable failure) {
        if (!(state instanceof State.Working)) {
            return;
        }
        if (reply == null) {
            worked(failed(original + ": " + (failure == null ? null : failure.getMessage())));
            return;
        }
        try {
            chain.answer(original, reply).ifPresentOrElse(this::worked, () -> start(original, Optional.of(reply)));
        } catch (RuntimeException e) {
            worked(failed(original, e));
        }
    }

    /** What the client is told of a question without an answer; null when the session is over. A server that is slow may be itself again later. */
    private @Nullable RawReply failed(String reason) {
        log.debug("{}", reason);
        return server.isActive() ? RawReply.error(reason) : null;
    }

    private RawReply failed(RawReply original, RuntimeException e) {
        log.warn("{} failed, the session goes on: {}", original, e);
        return RawReply.error("tcbridge could not handle this: " + e);
    }

    private void patience() {
        if (!link.running() && !link.passing()) {
            keepAlive();
        }
    }

    @Override
    public void keepAlive() {
        if (!literal) {
            write(client, Notification.of("tcbridge_keepalive:00"));
        }
    }

    /** The first look at a program may take long: its debug information is read then. */
    private void start(RawReply original, Optional<RawReply> first) {
        worker.start(() -> work(original, first), interceptors.tasksKnown());
    }

    /** Worker. */
    private void work(RawReply original, Optional<RawReply> first) {
        @Nullable RawReply reply;
        try {
            reply = chain.run(original, first);
        } catch (LinkException e) {
            reply = failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            reply = failed(original, e);
        }
        @Nullable RawReply answer = reply;
        try {
            client.eventLoop().execute(() -> worked(answer));
        } catch (RejectedExecutionException ended) {
            log.debug("tcbridge ended before {} was answered", original);
        }
    }

    private void worked(@Nullable RawReply reply) {
        if (!(state instanceof State.Working working)) {
            return;
        }
        working.keepAlive.cancel(false);
        link.forgetInterrupt();
        state = IDLE;
        if (reply != null && client.isActive() && !link.broken()) {
            write(client, reply.packet());
        }
        if (reply == null || ending) {
            close();
            return;
        }
        while (state instanceof State.Idle && !backlog.isEmpty()) {
            dispatch(backlog.remove());
        }
    }

    /** Worker: a line for the client's console, before the reply that is being worked on. */
    private void print(String line) {
        List<Packet> packets = ConsoleOutput.line(line, CONSOLE_BYTES).stream()
                .map(ConsoleOutput::toPacket)
                .toList();
        client.eventLoop().execute(() -> {
            boolean wanted = state instanceof State.Working;
            packets.forEach(wanted ? packet -> write(client, packet) : Packet::release);
        });
    }

    @Override
    public void deliver(Packet packet) {
        if (literal && packet.is(KEEP_ALIVE_OUTPUT)) {
            packet.release();
        } else {
            write(client, packet);
        }
    }

    @Override
    public void answered(ClientCommand command, Packet reply) {
        if (command.type() == StartNoAckMode.class && reply.is("OK")) {
            // each side's switch comes right after this side's OK: see Acknowledgement.noAck
            server.pipeline().get(Acknowledgement.class).noAck();
            client.eventLoop()
                    .execute(() -> client.pipeline().get(Acknowledgement.class).noAck());
        } else if (command.type() == ReadMemoryMap.class) {
            cache.mapAnswered(reply);
        } else if (command.type() == QuerySupported.class) {
            cache.supports(SupportedFeatures.parse(reply.payload()));
        }
    }

    private static void write(Channel channel, RawFrame frame) {
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    /**
     * Event loop: the client is gone, or the session is to end. Breakpoints in the target are put right first: it is stopped for
     * that if it runs.
     */
    public void end() {
        if (ending) {
            return;
        }
        if (!(state instanceof State.Working) || !interceptors.mustUndo()) {
            close();
            return;
        }
        link.interrupt(true);
        endSoon();
    }

    /** Event loop: the server is gone. A command that it has answered before is still answered. */
    public void serverGone() {
        link.closed();
        if (state instanceof State.Working && !link.broken()) {
            endSoon();
        } else {
            close();
        }
    }

    private void endSoon() {
        ending = true;
        client.eventLoop().schedule(this::close, UNDO_MS, TimeUnit.MILLISECONDS);
    }

    private void close() {
        if (state instanceof State.Closed) {
            return;
        }
        if (state instanceof State.Working working) {
            working.keepAlive.cancel(false);
        }
        state = new State.Closed();
        backlog.forEach(Packet::release);
        backlog.clear();
        link.closed();
        worker.stop();
        client.close();
        server.close();
    }
}
