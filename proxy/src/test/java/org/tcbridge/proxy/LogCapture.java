package org.tcbridge.proxy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The lines that sessions log while this is open. Who logs a certain line can be held there. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = Logger.getLogger("tcbridge");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, String> threads = new ConcurrentHashMap<>();
    private volatile @Nullable Hold hold;

    private record Hold(String part, CountDownLatch reached, CountDownLatch released) {
        void meet() {
            reached.countDown();
            boolean interrupted = false;
            while (true) {
                try {
                    released.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            threads.put(logged.getMessage(), String.valueOf(Thread.currentThread()));
            lines.add(logged.getMessage());
            Hold holding = hold;
            if (holding != null && logged.getMessage().contains(holding.part)) {
                holding.meet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** From level INFO on. */
    public LogCapture() {
        this(Level.INFO);
    }

    /** From this level on. */
    public LogCapture(Level level) {
        logger.setUseParentHandlers(false);
        logger.setLevel(level);
        logger.addHandler(handler);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Who logged the line that has this in it last, and what carried it: {@link Thread#toString()} says. */
    public String thread(String part) {
        return lines.stream()
                .filter(line -> line.contains(part))
                .reduce((first, later) -> later)
                .map(threads::get)
                .orElseThrow(() -> new AssertionError("not logged: " + part + ", but " + lines));
    }

    /** Waits until a line ends so. */
    public void await(String end) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (lines.stream().noneMatch(line -> line.endsWith(end))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not logged: " + end + ", but " + lines);
            }
            Thread.onSpinWait();
        }
    }

    /** Whoever logs a line with this in it waits there for {@link #release()}. */
    public void hold(String part) {
        hold = new Hold(part, new CountDownLatch(1), new CountDownLatch(1));
    }

    /** Waits until the line to hold at is logged. */
    public void awaitHeld() throws InterruptedException {
        Objects.requireNonNull(hold, "nothing to hold").reached.await();
    }

    /** Lets the held thread go on. */
    public void release() {
        Hold held = hold;
        hold = null;
        if (held != null) {
            held.released.countDown();
        }
    }

    @Override
    public void close() {
        release();
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }
}
