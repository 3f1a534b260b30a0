package org.tcbridge.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.tcbridge.proxy.LogControl;

/** The console log: slf4j's records through java.util.logging to one stream. */
final class Logging {
    /** Held here, since java.util.logging forgets loggers nobody holds, and their levels with them. */
    private static final List<Logger> OURS = List.of(Logger.getLogger("tcbridge"), Logger.getLogger("org.tcbridge"));

    private static final Logger ROOT = Logger.getLogger("");

    /** The level, for those who do not know this log. */
    static final LogControl CONTROL = new LogControl() {
        @Override
        public List<String> levels() {
            return Arrays.stream(LogLevel.values()).map(LogLevel::text).toList();
        }

        @Override
        public void level(String level) {
            Logging.level(LogLevel.valueOf(level.toUpperCase(Locale.ROOT)));
        }
    };

    private Logging() {}

    /**
     * Sends the log of the whole program to a stream. Libraries are heard from {@link LogLevel#WARN} up whatever the
     * level.
     */
    static void start(LogLevel level, PrintStream stream) {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.WARNING);
        ROOT.addHandler(new StreamHandler(stream));
        level(level);
    }

    /** Changes the level at once, also while sessions run. */
    static void level(LogLevel level) {
        OURS.forEach(logger -> logger.setLevel(level.level()));
    }

    /** Made for the first line: the rules of time zones are not read by a start that has nothing to say. */
    private static final class OnFirstLine {
        static final LogFormat FORMAT = new LogFormat(ZoneId.systemDefault());
    }

    private static final class StreamHandler extends Handler {
        private final PrintStream stream;

        StreamHandler(PrintStream stream) {
            this.stream = stream;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            // one write a line, so that lines of several threads do not mix
            byte[] line = OnFirstLine.FORMAT.format(entry).getBytes(StandardCharsets.UTF_8);
            synchronized (this) {
                stream.write(line, 0, line.length);
                stream.flush();
            }
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public void close() {
            stream.flush();
        }
    }
}
