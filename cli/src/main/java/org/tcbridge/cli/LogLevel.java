package org.tcbridge.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Level;
import picocli.CommandLine.TypeConversionException;

/** How much the console log says, the least first. */
enum LogLevel {
    /** Failures only. */
    ERROR(Level.SEVERE),
    /** And what users should look at. */
    WARN(Level.WARNING),
    /** And the steps of a session. */
    INFO(Level.INFO),
    /** And why things were decided. */
    DEBUG(Level.FINE),
    /** And every packet. */
    TRACE(Level.FINEST);

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** What slf4j-jdk14 maps the level of the same name to. */
    Level level() {
        return level;
    }

    /** The level's name as users write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses a level's name. */
    static LogLevel parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'%s': expected error, warn, info, debug or trace".formatted(text)));
    }
}
