package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LoggingTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Logger ours = LoggerFactory.getLogger("org.tcbridge.somewhere");

    @AfterEach
    void quiet() {
        Logging.start(LogLevel.WARN, System.err);
    }

    private void start(LogLevel level) {
        Logging.start(level, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String[] lines() {
        String text = bytes.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\S+ ", "");
        bytes.reset();
        return text.isEmpty() ? new String[0] : text.split("\n");
    }

    private void logAll() {
        ours.error("e");
        ours.warn("w");
        ours.info("i");
        ours.debug("d");
        ours.trace("t");
    }

    @Test
    void levelsCutOffAndChangeAtRunTime() {
        start(LogLevel.WARN);
        logAll();
        assertThat(lines()).containsExactly("error e", "warn  w");

        Logging.level(LogLevel.TRACE);
        logAll();
        assertThat(lines()).containsExactly("error e", "warn  w", "info  i", "debug d", "trace t");

        Logging.level(LogLevel.ERROR);
        logAll();
        assertThat(lines()).containsExactly("error e");
    }

    @Test
    void gdbsUserSetsTheLevelByName() {
        start(LogLevel.WARN);
        assertThat(Logging.CONTROL.levels()).containsExactly("error", "warn", "info", "debug", "trace");

        Logging.CONTROL.level("info");
        logAll();
        assertThat(lines()).containsExactly("error e", "warn  w", "info  i");
        assertThatThrownBy(() -> Logging.CONTROL.level("loud")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void librariesStayQuiet() {
        start(LogLevel.TRACE);
        LoggerFactory.getLogger("io.netty.something").info("chatter");
        LoggerFactory.getLogger("io.netty.something").warn("trouble");

        assertThat(lines()).containsExactly("warn  trouble");
    }

    @Test
    void oneLineARecord() {
        LogRecord entry = new LogRecord(Level.SEVERE, "first\nsecond {0}");
        entry.setInstant(Instant.parse("2025-01-02T03:04:05.678901Z"));
        IllegalStateException thrown = new IllegalStateException("broken");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("a.B", "c", "B.java", 7), new StackTraceElement("a.D", "e", "D.java", 8)
        });
        entry.setThrown(thrown);

        assertThat(new LogFormat(ZoneOffset.UTC).format(entry))
                .isEqualTo("03:04:05.678 error first | second {0}: java.lang.IllegalStateException: broken"
                        + " < a.B.c(B.java:7) < a.D.e(D.java:8)\n");
    }
}
