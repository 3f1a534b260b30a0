package org.tcbridge.rsp.reply;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.rsp.ThreadId;

/**
 * A part of the thread list.
 *
 * @param threads the threads; none at the end of the list
 */
public record ThreadListReply(List<ThreadId> threads) implements Reply {

    private static final String END = "l";

    /** Keeps a copy of the list. */
    public ThreadListReply {
        threads = List.copyOf(threads);
    }

    /** Reads a reply; empty when it is no thread list. */
    public static Optional<ThreadListReply> parse(String payload) {
        if (payload.equals(END)) {
            return Optional.of(new ThreadListReply(List.of()));
        }
        if (!payload.startsWith("m")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ThreadListReply(Stream.of(payload.substring(1).split(",", -1))
                            .map(ThreadId::parse)
                            .toList()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String wire() {
        return threads.isEmpty() ? END : threads.stream().map(ThreadId::wire).collect(Collectors.joining(",", "m", ""));
    }
}
