package org.tcbridge.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
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
final class GdbClient implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The most bytes of a document that are asked for at once. */
    private static final int PART = 0x400;

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean acknowledging = true;

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    GdbClient(InetSocketAddress server) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.connect(server, Math.toIntExact(PATIENCE.toMillis()));
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a command and waits for its reply's text, one char a byte. */
    String ask(Command command) throws IOException {
        send(command.toPacket());
        String reply = reply();
        if (command instanceof StartNoAckMode && reply.equals(new OkReply().wire())) {
            acknowledging = false;
        }
        return reply;
    }

    /**
     * Reads a document part by part.
     *
     * @param part makes the command for a part, from an offset and a length
     * @return one char a byte; empty when the server has no such document
     */
    Optional<String> document(BiFunction<Integer, Integer, Command> part) throws IOException {
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

    /** Waits for the next packet's text; acknowledgements and notifications are passed over. */
    private String reply() throws IOException {
        int octet = read();
        while (octet != '$') {
            if (octet == '%') {
                packet(octet);
            }
            octet = read();
        }
        String text = Latin1.text(packet(octet).payloadBytes());
        if (acknowledging) {
            send(Ack.RECEIVED);
        }
        return text;
    }

    /** Reads on to the end of a packet: {@code #} and two digits. */
    private Packet packet(int start) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.write(start);
        int octet = read();
        while (octet != '#') {
            raw.write(octet);
            octet = read();
        }
        raw.write(octet);
        raw.write(read());
        raw.write(read());
        return new Packet(Unpooled.wrappedBuffer(raw.toByteArray()));
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the server closed the connection");
        }
        return octet;
    }

    private void send(Frame frame) throws IOException {
        ByteBuf wire = frame.wire();
        try {
            socket.getOutputStream().write(ByteBufUtil.getBytes(wire));
        } finally {
            wire.release();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
