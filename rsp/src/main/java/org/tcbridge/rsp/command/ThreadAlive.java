package org.tcbridge.rsp.command;

import org.tcbridge.rsp.ThreadId;

/**
 * The client asks whether a thread still exists.
 *
 * @param thread the thread
 */
public record ThreadAlive(ThreadId thread) implements Command {

    static ThreadAlive parse(String arguments) {
        return new ThreadAlive(ThreadId.parse(arguments));
    }

    @Override
    public String arguments() {
        return thread.wire();
    }
}
