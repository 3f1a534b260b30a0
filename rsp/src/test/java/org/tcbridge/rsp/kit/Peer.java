package org.tcbridge.rsp.kit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One end of a connection, driven by hand. All that does not happen as expected, within {@value #PATIENCE_MILLIS} ms, is an
 * {@link AssertionError} with the transcript. Bytes are text with one char each.
 */
public sealed class Peer implements AutoCloseable permits ScriptedGdb, ScriptedServer.Connection {

    /** The interrupt, as an item of the wire. */
    public static final String INTERRUPT = "\u0003";

    static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final boolean client;
    private final Transcript transcript;
    private final Deque<String> ahead = new ArrayDeque<>();
    private boolean acks = true;

    Peer(Socket socket, boolean client, Transcript transcript) throws IOException {
        this.socket = socket;
        this.client = client;
        this.transcript = transcript;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What went over this connection. */
    public final Transcript transcript() {
        return transcript;
    }

    /** Ends ack mode for this end, with nothing sent. */
    public final void noAck() {
        acks = false;
    }

    /** Sends a packet and, in ack mode, takes its {@code +}. */
    public final void send(String payload) {
        sendRaw(Wire.packet(payload));
        if (acks) {
            expectAck();
        }
    }

    /** Sends these bytes, in one write. */
    public final void sendRaw(String bytes) {
        transcript.add(client ? "->" : "<-", bytes);
        try {
            socket.getOutputStream().write(Wire.bytes(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends 0x03. */
    public final void interrupt() {
        sendRaw(INTERRUPT);
    }

    /** Takes a {@code +}; packets that come before it are kept for later. */
    public final void expectAck() {
        Deque<String> before = new ArrayDeque<>();
        String item = item();
        while (item.startsWith("$") || item.startsWith("%")) {
            before.add(item);
            item = item();
        }
        require("+", item);
        ahead.addAll(before);
    }

    /** Takes the next packet, which must have this payload, and acknowledges it in ack mode. */
    public final void expect(String payload) {
        String got = receive();
        if (!got.equals(payload)) {
            throw transcript.failure("expected packet '" + Transcript.printable(payload) + "' but got '"
                    + Transcript.printable(got) + "'");
        }
    }

    /** Takes the next packet and acknowledges it in ack mode; gives its payload decoded. */
    public final String receive() {
        String item = item();
        while (item.equals("+")) {
            item = item();
        }
        if (!item.startsWith("$")) {
            throw transcript.failure("expected a packet but got '" + Transcript.printable(item) + "'");
        }
        return accept(item);
    }

    /** Takes the next item, whatever it is: a frame with its checksum, or one byte. */
    public final String item() {
        if (!ahead.isEmpty()) {
            return ahead.remove();
        }
        try {
            String item = Wire.read(in);
            transcript.add(client ? "<-" : "->", item);
            return item;
        } catch (SocketTimeoutException e) {
            throw transcript.failure("nothing came in " + PATIENCE_MILLIS + " ms");
        } catch (IOException e) {
            throw new UncheckedIOException(transcript.toString(), e);
        }
    }

    /** Takes the next item, which must be this. */
    public final void expectItem(String item) {
        require(item, item());
    }

    /** Takes as many bytes as these are and compares them. */
    public final void expectRaw(String bytes) {
        StringBuilder got = new StringBuilder();
        while (got.length() < bytes.length()) {
            got.append(item());
        }
        require(bytes, got.toString());
    }

    /** The peer closes the connection, after nothing but acks. */
    public final void expectEnd() {
        try {
            while (true) {
                String item = Wire.read(in);
                transcript.add(client ? "<-" : "->", item);
                if (!item.equals("+")) {
                    throw transcript.failure("expected the end but got '" + Transcript.printable(item) + "'");
                }
            }
        } catch (EOFException | SocketException ended) {
            transcript.add("--", "end");
        } catch (IOException e) {
            throw transcript.failure("expected the end but: " + e.getMessage());
        }
    }

    /** Sends a packet and gives the next one's payload. */
    public final String ask(String payload) {
        send(payload);
        return receive();
    }

    @Override
    public final void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final String accept(String packet) {
        String body = packet.substring(1, packet.length() - 3);
        if (acks) {
            require(Wire.enclose('$', body), packet);
            sendRaw("+");
        }
        return Wire.unescape(body, client);
    }

    private void require(String expected, String got) {
        if (!got.equals(expected)) {
            throw transcript.failure(
                    "expected '" + Transcript.printable(expected) + "' but got '" + Transcript.printable(got) + "'");
        }
    }
}
