package org.tcbridge.rsp.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A GDB server around a {@link Machine}, with the peculiarities of some known server. All that comes is remembered, with
 * whether the target ran at that time.
 */
public final class QuirkServer implements AutoCloseable {

    /** A reply that begins so goes out as a notification. */
    public static final String NOTIFICATION = "%";

    /** A reply that has the server end the connection. */
    public static final String HANG_UP = "\0hang up";

    /**
     * Something that came.
     *
     * @param item a packet's payload, or one byte
     * @param running whether the target ran
     */
    public record Received(String item, boolean running) {}

    private record Hold(Predicate<String> command, CountDownLatch reached, CountDownLatch released) {}

    private final Machine machine;
    private final List<Quirk> quirks;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile ScriptedServer.@Nullable Connection current;
    private volatile @Nullable Hold hold;
    private volatile @Nullable Stub stub;
    private final AtomicInteger connections = new AtomicInteger();
    private final ScriptedServer server;
    private volatile String lastFrame = "";
    private volatile @Nullable Predicate<String> hangUp;

    private QuirkServer(Machine machine, List<Quirk> quirks, int port) {
        this.machine = machine;
        this.quirks = List.copyOf(quirks);
        server = ScriptedServer.start(this::serve, port);
    }

    /** Starts a server on a free port. */
    public static QuirkServer start(Machine machine, List<Quirk> quirks) {
        return new QuirkServer(machine, quirks, 0);
    }

    /** Starts a server on a port of one's own. */
    public static QuirkServer start(Machine machine, List<Quirk> quirks, int port) {
        return new QuirkServer(machine, quirks, port);
    }

    /** The TCP port. */
    public int port() {
        return server.port();
    }

    /** The target. */
    public Machine machine() {
        return machine;
    }

    /** How many connections there have been. */
    public int connections() {
        return connections.get();
    }

    /** What a connection's stub knows: the last one's. */
    public Stub stub() {
        return Objects.requireNonNull(stub, "no client yet");
    }

    /** The packets that came since the last {@link #forget()}, and 0x03s. */
    public List<String> commands() {
        return items().skip(forgotten.get()).toList();
    }

    /** All packets and 0x03s that ever came. */
    public List<String> history() {
        return items().toList();
    }

    private Stream<String> items() {
        return received.stream().map(Received::item).filter(item -> !item.equals("+") && !item.equals("-"));
    }

    /** What ever came while the target ran, single bytes too. */
    public List<String> whileRunning() {
        return received.stream().filter(Received::running).map(Received::item).toList();
    }

    /** How many commands of this form came since the last {@link #forget()}. */
    public long count(String regex) {
        return commands().stream()
                .filter(command -> command.matches("(?s)" + regex))
                .count();
    }

    /** Forgets what came so far. */
    public void forget() {
        forgotten.set(history().size());
    }

    /** Waits until the target runs, then has it stop by itself with this reply. */
    public void stop(String reply) {
        stop(() -> reply);
    }

    /** Waits until the target runs, then has it stop: what the program did until then, and the reply. */
    public void stop(Supplier<String> program) {
        machine.awaitRunning();
        String reply = program.get();
        machine.running(false);
        send(Objects.requireNonNull(current, "no client yet"), reply);
    }

    /** Sends a reply that nobody waits for, or a notification. */
    public void say(String reply) {
        send(Objects.requireNonNull(current, "no client yet"), reply);
    }

    /** Sends these bytes. */
    public void sayRaw(String bytes) {
        Objects.requireNonNull(current, "no client yet").sendRaw(bytes);
    }

    /** Ends the connection. */
    public void hangUp() {
        Objects.requireNonNull(current, "no client yet").close();
    }

    /** The next such command is the last of its connection: it is not answered. */
    public void hangUpAfter(Predicate<String> command) {
        hangUp = command;
    }

    /** The next such command is answered only when {@link #release()} is called. */
    public void hold(Predicate<String> command) {
        hold = new Hold(command, new CountDownLatch(1), new CountDownLatch(1));
    }

    /** Waits until the command to hold has come. */
    public void awaitHeld() throws InterruptedException {
        Objects.requireNonNull(hold, "nothing to hold").reached.await();
    }

    /** Has the held command answered. */
    public void release() {
        Hold held = hold;
        hold = null;
        if (held != null) {
            held.released.countDown();
        }
    }

    private void serve(ScriptedServer.Connection connection) throws InterruptedException {
        connections.incrementAndGet();
        current = connection;
        Stub fresh = new Stub(machine);
        fresh.leftRunning = machine.running();
        machine.running(false);
        quirks.forEach(quirk -> quirk.connected(fresh));
        stub = fresh;
        while (true) {
            String item = connection.item();
            boolean running = machine.running();
            String payload = item.startsWith("$") ? "" : item;
            if (item.startsWith("$")) {
                if (quirks.stream().anyMatch(quirk -> quirk.refuses(item))) {
                    connection.sendRaw("-");
                    continue;
                }
                payload = connection.accept(item);
            }
            note(new Received(payload, running));
            boolean unanswered = item.startsWith(NOTIFICATION) || (item.equals("+") && !running);
            if (unanswered) {
                continue;
            }
            if (item.equals("-")) {
                connection.sendRaw(lastFrame);
                continue;
            }
            if (running && quirks.stream().anyMatch(quirk -> quirk.whileRunning(item, fresh))) {
                continue;
            }
            if (!handle(connection, fresh, payload)) {
                return;
            }
        }
    }

    private synchronized void note(Received item) {
        received.add(item);
        notifyAll();
    }

    /** Waits until this command has come since the last {@link #forget()}. */
    public synchronized void await(String command) throws InterruptedException {
        long end = System.nanoTime() + Peer.PATIENCE_MILLIS * 1_000_000L;
        while (!commands().contains(command)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(command + " has not come, but " + commands());
            }
            wait(left);
        }
    }

    /** False when the server hangs up. */
    private boolean handle(ScriptedServer.Connection connection, Stub fresh, String payload)
            throws InterruptedException {
        Predicate<String> last = hangUp;
        if (last != null && last.test(payload)) {
            hangUp = null;
            return false;
        }
        Hold held = hold;
        if (held != null && held.command.test(payload)) {
            held.reached.countDown();
            held.released.await();
        }
        List<String> replies =
                payload.length() == 1 && "+\3".contains(payload) ? onByte(fresh, payload) : answer(payload, fresh);
        for (String reply : replies) {
            if (reply.equals(HANG_UP)) {
                return false;
            }
            String sent = reply;
            for (Quirk quirk : quirks) {
                sent = quirk.reply(payload, sent, fresh);
            }
            send(connection, sent);
        }
        if (payload.equals("QStartNoAckMode") && replies.equals(List.of("OK"))) {
            connection.noAck();
        }
        return !payload.equals("k");
    }

    private List<String> onByte(Stub fresh, String octet) {
        if (!octet.equals(Peer.INTERRUPT) || !machine.running()) {
            return List.of();
        }
        machine.running(false);
        return List.of(fresh.stopReply(2));
    }

    private List<String> answer(String command, Stub fresh) {
        for (Quirk quirk : quirks) {
            Optional<List<String>> replies = quirk.answer(command, fresh);
            if (replies.isPresent()) {
                return replies.get();
            }
        }
        return fresh.plain(command);
    }

    private void send(ScriptedServer.Connection connection, String reply) {
        if (reply.startsWith(NOTIFICATION)) {
            connection.sendRaw(Wire.enclose('%', reply.substring(1)));
            return;
        }
        String body = Wire.escape(reply);
        for (Quirk quirk : quirks) {
            body = quirk.body(body);
        }
        String frame = Wire.enclose('$', body);
        lastFrame = frame;
        boolean damaged = quirks.stream().anyMatch(quirk -> quirk.damages(frame));
        connection.sendRaw(damaged ? frame.substring(0, frame.length() - 2) + "zz" : frame);
    }

    /** What went over all connections. */
    public List<String> transcript() {
        return new ArrayList<>(server.transcript().lines());
    }

    /** Ends the server; raises what went wrong in it. */
    @Override
    public void close() {
        release();
        server.close();
    }
}
