package org.tcbridge.proxy.monitor;

import java.util.List;
import org.tcbridge.proxy.LogControl;

/** {@code log LEVEL}: changes what tcbridge's own console says. */
final class LogCommand {
    private LogCommand() {}

    static List<String> run(LogControl log, String level) {
        if (log.levels().isEmpty()) {
            return List.of("the log level cannot be changed");
        }
        if (!log.levels().contains(level)) {
            return List.of("log level '" + level + "': expected one of " + String.join(", ", log.levels()));
        }
        log.level(level);
        return List.of("log level " + level);
    }
}
