package org.tcbridge.rsp.kit;

import java.util.List;
import java.util.Optional;

/** One peculiarity of a GDB server. The first quirk that has something to say wins; the rest is plain. */
public interface Quirk {

    /** A client has connected. */
    default void connected(Stub stub) {}

    /**
     * What the server replies to a command.
     *
     * @return empty when this quirk does not touch the command; an empty list when the server stays silent
     */
    default Optional<List<String>> answer(String command, Stub stub) {
        return Optional.empty();
    }

    /** What a reply becomes before it is sent. */
    default String reply(String command, String reply, Stub stub) {
        return reply;
    }

    /** What a reply's body, escaped, becomes on the wire. */
    default String body(String escaped) {
        return escaped;
    }

    /** Something comes while the target runs, be it one byte; true when that is all that becomes of it. */
    default boolean whileRunning(String item, Stub stub) {
        return false;
    }

    /** True when this frame reaches the client damaged; it is asked for again then. */
    default boolean damages(String frame) {
        return false;
    }

    /** True when the server refuses this packet with a NAK. */
    default boolean refuses(String packet) {
        return false;
    }
}
