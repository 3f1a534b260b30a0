package org.tcbridge.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line a record: {@code 09:41:07.250 warn  message}. */
final class LogFormat extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final ZoneId zone;

    LogFormat(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder(TIME.format(LocalTime.ofInstant(entry.getInstant(), zone)))
                .append(' ')
                .append("%-5s".formatted(level(entry.getLevel()).text()))
                .append(' ')
                .append(formatMessage(entry));
        Throwable thrown = entry.getThrown();
        if (thrown != null) {
            line.append(": ").append(thrown);
            for (StackTraceElement frame : thrown.getStackTrace()) {
                line.append(" < ").append(frame);
            }
        }
        return line.toString().replaceAll("\\R", " | ") + System.lineSeparator();
    }

    private static LogLevel level(Level level) {
        for (LogLevel candidate : LogLevel.values()) {
            if (level.intValue() >= candidate.level().intValue()) {
                return candidate;
            }
        }
        return LogLevel.TRACE;
    }
}
