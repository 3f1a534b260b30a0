package org.tcbridge.rsp.record;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.frame.RawFrame;

/**
 * Writes sessions to a file (docs/record.md): a line for each packet. Any thread may give packets; they are put into memory,
 * and a thread of the recording's own writes them a moment later, so that a slow disk holds no session up.
 */
public final class Recording implements Closeable {
    /** What a file begins with; then the time of the record's start. */
    static final String HEAD = "tcbridge record 1 ";

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    /** So often the file is written, in ms. */
    private static final int PERIOD_MS = 200;

    /** More than this, in bytes, is not kept in memory for a disk that does not take it: the record ends there. */
    private static final int MOST = 64 << 20;

    private static final HexFormat HEX = HexFormat.of();

    private final OutputStream file;
    private final long start = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread writer;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int sessions;
    private boolean closed;

    /**
     * Begins a file; one of that name is replaced.
     *
     * @throws IOException when it cannot be written
     */
    public Recording(Path path) throws IOException {
        file = Files.newOutputStream(path);
        text(HEAD + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\n");
        writer = Thread.ofPlatform().daemon().name("recording").start(this::write);
    }

    /** A number for a session that begins. */
    public synchronized int session() {
        return ++sessions;
    }

    /** A packet that has just come or is about to go; stays the caller's. What is no packet is left out. */
    public void frame(int session, Hop hop, Frame frame) {
        char kind = switch (frame) {
            case Packet _ -> Entry.PACKET;
            case Notification _ -> Entry.NOTIFICATION;
            case Interrupt _ -> Entry.INTERRUPT;
            default -> 0;
        };
        if (kind == 0) {
            return;
        }
        long micros = (System.nanoTime() - start) / 1000;
        synchronized (this) {
            if (closed || pending.size() > MOST) {
                return;
            }
            text(micros + " " + session + " " + hop.text() + " ");
            if (frame instanceof RawFrame raw) {
                pending.write(kind);
                body(raw.raw());
            } else {
                text("^C");
            }
            pending.write('\n');
        }
    }

    /** Between the first byte and the checksum; what is not printable, and the backslash, as {@code \xNN}. */
    private void body(ByteBuf raw) {
        int end = raw.writerIndex() - 3;
        for (int i = raw.readerIndex() + 1; i < end; i++) {
            byte octet = raw.getByte(i);
            if (octet >= ' ' && octet <= '~' && octet != '\\') {
                pending.write(octet);
            } else {
                pending.write('\\');
                pending.write('x');
                pending.write(HEX.toHighHexDigit(octet));
                pending.write(HEX.toLowHexDigit(octet));
            }
        }
    }

    private void text(String ascii) {
        pending.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void write() {
        boolean last = false;
        while (!last) {
            last = awaitEnd();
            ByteArrayOutputStream full;
            synchronized (this) {
                full = pending;
                pending = new ByteArrayOutputStream();
            }
            try {
                full.writeTo(file);
            } catch (IOException e) {
                LOG.warn("the record ends here: {}", e.getMessage());
                end();
                last = true;
            }
        }
    }

    private boolean awaitEnd() {
        try {
            return ended.await(PERIOD_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private synchronized void end() {
        closed = true;
        ended.countDown();
    }

    /** Writes what is left. */
    @Override
    public void close() throws IOException {
        end();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
