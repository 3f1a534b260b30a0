package org.tcbridge.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that sessions log while this is open, from level INFO on. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = Logger.getLogger("tcbridge");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins. */
    public LogCapture() {
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
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

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }
}
