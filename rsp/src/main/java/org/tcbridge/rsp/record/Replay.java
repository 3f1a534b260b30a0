package org.tcbridge.rsp.record;

import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.trace.PacketText;

/**
 * Plays one side of a recorded session to a peer, and compares what the peer says with the other side. It ends with the first
 * difference. Notifications are sent, not compared: they come when they come.
 */
public final class Replay {
    /** How many packets before a difference are told. */
    private static final int CONTEXT = 4;

    /** Silence after which an expected packet is missing, in ms; a peer that is a person's gdb has any time. */
    private static final int PATIENCE_MS = 10_000;

    /** An interrupt comes as long after the packet before it as it did, but no longer, in ms. */
    private static final long LONGEST_PAUSE_MS = 3000;

    private static final String NO_ACK = "QStartNoAckMode";

    private final List<Entry> script;
    private final boolean server;

    /** Where the peer differed: lines for people. */
    public record Difference(List<String> lines) {}

    private Replay(List<Entry> script, boolean server) {
        this.script = script;
        this.server = server;
    }

    /** Plays the server's side to a client. */
    public static Replay asServer(List<Entry> session) {
        return new Replay(session, true);
    }

    /** Plays the client's side to a server. */
    public static Replay asClient(List<Entry> session) {
        return new Replay(session, false);
    }

    /**
     * Plays it all.
     *
     * @param socket connected to the peer; is closed
     * @return the first difference; empty when there was none
     */
    public Optional<Difference> play(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(server ? 0 : PATIENCE_MS);
        try (FrameSocket peer = new FrameSocket(socket)) {
            boolean switching = false;
            for (int i = 0; i < script.size(); i++) {
                Entry entry = script.get(i);
                boolean ours = entry.hop().isCommand() != server;
                if (ours) {
                    pause(i);
                    peer.write(entry.frame());
                } else if (!entry.isNotification()) {
                    Optional<String> got = next(peer);
                    if (got.isEmpty() || !got.get().equals(said(entry))) {
                        return Optional.of(difference(i, got));
                    }
                }
                // after the OK both sides stop to acknowledge
                if (switching && !entry.hop().isCommand() && !entry.isNotification()) {
                    if (entry.body().equals("OK")) {
                        peer.noAck();
                    }
                    switching = false;
                }
                switching |= entry.hop().isCommand() && entry.body().equals(NO_ACK);
            }
            settle(peer, socket);
            return Optional.empty();
        }
    }

    /** The last of several packets in a row leaves when those before it are acknowledged; a peer that is silent has all it wants. */
    private static void settle(FrameSocket peer, Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        try {
            peer.settle();
        } catch (SocketTimeoutException | SocketException e) {
            // the replay is over, and the peer has gone without a word
        }
    }

    private void pause(int index) throws IOException {
        Entry entry = script.get(index);
        if (server || !entry.isInterrupt() || index == 0) {
            return;
        }
        long micros = entry.micros() - script.get(index - 1).micros();
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE_MS, micros / 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What the peer says next; empty when it says nothing more. */
    private Optional<String> next(FrameSocket peer) throws IOException {
        try {
            for (Optional<Frame> frame = peer.read(); frame.isPresent(); frame = peer.read()) {
                try {
                    if (frame.get() instanceof Packet packet) {
                        return Optional.of(server ? packet.command() : packet.payload());
                    }
                    if (frame.get() instanceof Interrupt) {
                        return Optional.of(Character.toString(Entry.INTERRUPT));
                    }
                    // a notification is not compared
                } finally {
                    ReferenceCountUtil.release(frame.get());
                }
            }
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    private static String said(Entry entry) {
        return entry.isInterrupt() ? Character.toString(Entry.INTERRUPT) : entry.text();
    }

    private Difference difference(int index, Optional<String> got) {
        List<String> lines = new ArrayList<>();
        Entry expected = script.get(index);
        lines.add("line %d of the record, packet %d of %d:".formatted(expected.line(), index + 1, script.size()));
        script.subList(Math.max(0, index - CONTEXT), index).forEach(entry -> lines.add(entry.readable()));
        lines.add("expected: " + words(said(expected)));
        lines.add("got:      " + got.map(this::words).orElse("nothing"));
        return new Difference(lines);
    }

    private String words(String text) {
        if (text.equals(Character.toString(Entry.INTERRUPT))) {
            return PacketText.fromClient(Interrupt.INTERRUPT);
        }
        return server ? PacketText.fromClient(text) : PacketText.fromServer(text);
    }
}
