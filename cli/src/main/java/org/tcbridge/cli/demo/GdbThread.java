package org.tcbridge.cli.demo;

import java.util.Optional;
import org.tcbridge.rsp.ThreadId;

/**
 * A thread as a server lists it.
 *
 * @param id the server's
 * @param name where it has one
 * @param text what else the server says, such as its state; may be empty
 */
public record GdbThread(ThreadId id, Optional<String> name, String text) {
    /** As gdb's {@code info threads} shows it under "Target Id". */
    @Override
    public String toString() {
        return "Thread " + id.thread() + name.map(n -> " \"" + n + "\"").orElse("")
                + (text.isEmpty() ? "" : " (" + text + ")");
    }
}
