package org.tcbridge.proxy.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/** A session's log lines: each begins with the session's name. Any thread. */
public final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger("tcbridge");

    private final String name;

    /** A log for the session of that name, such as {@code s1 127.0.0.1:51234}. */
    public SessionLog(String name) {
        this.name = name;
    }

    /** Something the user should know: what went wrong and what it means for the session. */
    public void warn(String format, @Nullable Object... arguments) {
        if (LOG.isWarnEnabled()) {
            LOG.warn(line(format, arguments));
        }
    }

    /** A milestone. */
    public void info(String format, @Nullable Object... arguments) {
        if (LOG.isInfoEnabled()) {
            LOG.info(line(format, arguments));
        }
    }

    /** A decision on the way. */
    public void debug(String format, @Nullable Object... arguments) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(line(format, arguments));
        }
    }

    /** True when packets are to be logged. */
    public boolean traces() {
        return LOG.isTraceEnabled();
    }

    /** A packet. */
    public void trace(String text) {
        LOG.trace(line("{}", text));
    }

    private String line(String format, @Nullable Object... arguments) {
        return "[" + name + "] " + MessageFormatter.basicArrayFormat(format, arguments);
    }
}
