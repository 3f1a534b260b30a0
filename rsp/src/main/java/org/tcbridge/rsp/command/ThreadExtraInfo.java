package org.tcbridge.rsp.command;

import org.tcbridge.rsp.ThreadId;

/**
 * The client asks for a line of text about a thread.
 *
 * @param thread the thread
 */
public record ThreadExtraInfo(ThreadId thread) implements Command {

    static ThreadExtraInfo parse(String arguments) {
        return new ThreadExtraInfo(ThreadId.parse(arguments));
    }

    @Override
    public String arguments() {
        return thread.wire();
    }
}
