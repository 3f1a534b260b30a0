package org.tcbridge.cli.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.frame.Ack;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.OkReply;
import org.tcbridge.rsp.reply.TransferReply;

/**
 * A client of the remote protocol over a socket, one command at a time. The connection is trusted: checksums are not
 * looked at (TCP has its own).
 */
public final class GdbClient implements Closeable {
    /** How long a reply may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How often a server that does not listen yet is tried again. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long a server may take to close its end after the last command. */
    private static final int FAREWELL_MS = 500;

    /** Bytes of a packet's end: {@code #} and two digits. */
    private static final int END = 3;

    /** The fewest bytes that there is room for when the socket is read. */
    private static final int ROOM = 1 << 12;

    /** The most bytes of a document that are asked for at once. */
    private static final int PART = 0x400;

    /** The most characters of a command that a message shows. */
    private static final int READABLE = 24;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final ByteBuf received = Unpooled.buffer(1 << 16);
    private boolean acknowledging = true;
    private @Nullable Instant end;

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    public GdbClient(InetSocketAddress server) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(server, Math.toIntExact(PATIENCE.toMillis()));
        in = socket.getInputStream();
    }

    /**
     * Connects to a server that may have to start first, and is done with it in time.
     *
     * @param limit for the connection and all replies together
     * @throws IOException when nobody listens there in time
     */
    public static GdbClient within(Duration limit, InetSocketAddress server) throws IOException {
        return started(server, Optional.of(limit), _ -> Optional.empty());
    }

    /**
     * Connects to a server that has to start first.
     *
     * @param limit for the connection and all replies together, if there is one
     * @param refused given the reason of a refused connection, says why there is no use in waiting; empty when there is
     * @throws IOException when nobody listens there in time, or ever will
     */
    public static GdbClient started(
            InetSocketAddress server, Optional<Duration> limit, Function<String, Optional<String>> refused)
            throws IOException {
        Optional<Instant> end = limit.map(Instant.now()::plus);
        while (true) {
            try {
                GdbClient client = new GdbClient(server);
                client.end = end.orElse(null);
                return client;
            } catch (ConnectException e) {
                Optional<String> hopeless = refused.apply(String.valueOf(e.getMessage()));
                if (hopeless.isPresent()) {
                    throw new IOException(hopeless.get(), e);
                }
                if (end.isPresent() && Instant.now().plus(PAUSE).isAfter(end.get())) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Sends a command and waits for its reply's text, one char a byte. */
    public String ask(Command command) throws IOException {
        String reply = payload(ask(command.toPacket()));
        if (command instanceof StartNoAckMode && reply.equals(new OkReply().wire())) {
            acknowledging = false;
        }
        return reply;
    }

    /** Sends a packet and waits for the next one. */
    public Packet ask(Packet command) throws IOException {
        mustGoOn();
        String text = command.command();
        send(command);
        try {
            return next();
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("no reply to '%s' in time".formatted(shortened(text)));
        }
    }

    /** A long command by its name alone, such as {@code qSupported}. */
    private static String shortened(String command) {
        return command.length() <= READABLE ? command : command.split("[:;,]", 2)[0];
    }

    /** Sends what no reply is awaited for. */
    public void tell(Frame frame) throws IOException {
        send(frame);
    }

    /** The text of a packet, one char a byte. */
    public static String payload(Packet packet) {
        return Latin1.text(packet.payloadBytes());
    }

    /**
     * Reads a document part by part.
     *
     * @param part makes the command for a part, from an offset and a length
     * @return one char a byte; empty when the server has no such document
     */
    public Optional<String> document(BiFunction<Integer, Integer, Command> part) throws IOException {
        StringBuilder document = new StringBuilder();
        boolean last = false;
        while (!last) {
            Optional<TransferReply> reply = TransferReply.parse(ask(part.apply(document.length(), PART)));
            if (reply.isEmpty()) {
                return Optional.empty();
            }
            document.append(reply.get().data());
            last = reply.get().last();
        }
        return Optional.of(document.toString());
    }

    /** A look that is told to end, by an interrupt of its thread, asks no more. */
    private static void mustGoOn() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * Waits for the next packet; acknowledgements and notifications are passed over.
     *
     * @throws InterruptedIOException when the thread has been interrupted
     */
    public Packet next() throws IOException {
        mustGoOn();
        socket.setSoTimeout(patience());
        byte start = read();
        while (start != '$') {
            if (start == '%') {
                rest();
            }
            start = read();
        }
        Packet packet = new Packet(rest());
        if (acknowledging) {
            send(Ack.RECEIVED);
        }
        return packet;
    }

    private int patience() throws SocketTimeoutException {
        if (end == null) {
            return Math.toIntExact(PATIENCE.toMillis());
        }
        long left = Duration.between(Instant.now(), end).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("no time is left");
        }
        return Math.toIntExact(Math.min(left, PATIENCE.toMillis()));
    }

    /** A copy of what has begun, from its first byte to its end: {@code #} and two digits. */
    private ByteBuf rest() throws IOException {
        int start = received.readerIndex() - 1;
        int body = received.bytesBefore((byte) '#');
        while (body < 0 || body + END > received.readableBytes()) {
            fill();
            body = received.bytesBefore((byte) '#');
        }
        received.skipBytes(body + END);
        return received.copy(start, 1 + body + END);
    }

    private byte read() throws IOException {
        received.discardSomeReadBytes();
        if (!received.isReadable()) {
            fill();
        }
        return received.readByte();
    }

    private void fill() throws IOException {
        received.ensureWritable(ROOM);
        if (received.writeBytes(in, received.writableBytes()) < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    private void send(Frame frame) throws IOException {
        ByteBuf wire = frame.wire();
        try {
            socket.getOutputStream().write(ByteBufUtil.getBytes(wire));
        } finally {
            wire.release();
        }
    }

    /** Waits until the server has read all that was sent and closed its end, if it does so soon. */
    public void farewell() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(FAREWELL_MS);
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            // one that keeps its end open has had the time to read
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
