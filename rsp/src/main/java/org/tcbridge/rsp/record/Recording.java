package org.tcbridge.rsp.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
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
    private static final int MOST = 32 << 20;

    private final OutputStream file;
    private final long start = System.nanoTime();
    private final Thread writer;
    private final Backlog backlog;

    /** Wakes the writer before its period is over. */
    private final Semaphore due = new Semaphore(0);

    private int sessions;
    private boolean closed;

    /**
     * Begins a file; one of that name is replaced.
     *
     * @throws IOException when it cannot be written
     */
    public Recording(Path path) throws IOException {
        this(Files.newOutputStream(path), MOST);
    }

    /** The same for any stream; {@code most} bytes may wait for it. */
    Recording(OutputStream stream, int most) throws IOException {
        file = new BufferedOutputStream(stream);
        backlog = new Backlog(most);
        String head = HEAD + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\n";
        file.write(head.getBytes(StandardCharsets.US_ASCII));
        writer = Thread.ofPlatform().daemon().name("recording").start(this::write);
    }

    /** A number for a session that begins. */
    public synchronized int session() {
        return ++sessions;
    }

    /** A packet that has just come or is about to go; stays the caller's. What is no packet is left out. */
    public void frame(int session, Hop hop, Frame frame) {
        long micros = (System.nanoTime() - start) / 1000;
        switch (frame) {
            case Packet packet -> add(micros, session, hop, Entry.PACKET, packet);
            case Notification notification -> add(micros, session, hop, Entry.NOTIFICATION, notification);
            case Interrupt _ -> add(micros, session, hop, Entry.INTERRUPT, Unpooled.EMPTY_BUFFER, 0, 0);
            default -> {}
        }
    }

    /** What is between the first byte and the checksum. */
    private void add(long micros, int session, Hop hop, char kind, RawFrame frame) {
        ByteBuf raw = frame.raw();
        add(micros, session, hop, kind, raw, raw.readerIndex() + 1, raw.readableBytes() - 4);
    }

    private synchronized void add(long micros, int session, Hop hop, char kind, ByteBuf body, int from, int length) {
        if (closed) {
            return;
        }
        if (!backlog.add(micros, session, hop, kind, body, from, length)) {
            closed = true;
            LOG.warn("the record ends here: the disk takes less than there is to write");
        }
        if (closed || backlog.isDue()) {
            due.release();
        }
    }

    private void write() {
        try {
            while (!writeSome()) {
                // until the record has ended
            }
        } catch (IOException e) {
            LOG.warn("the record ends here: {}", e.getMessage());
            end();
        }
    }

    /** Waits until there is something to write, and writes it; true when that was the last. */
    private boolean writeSome() throws IOException {
        boolean interrupted = pause();
        List<ByteBuffer> chunks;
        boolean last;
        synchronized (this) {
            closed |= interrupted;
            last = closed;
            chunks = backlog.take();
        }
        Backlog.write(chunks, file);
        file.flush();
        synchronized (this) {
            backlog.giveBack(chunks);
        }
        return last;
    }

    private boolean pause() {
        try {
            if (due.tryAcquire(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                due.drainPermits();
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private synchronized void end() {
        closed = true;
        due.release();
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
