package org.tcbridge.proxy.chain;

import java.util.Optional;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.rsp.command.Command;

/**
 * One concern of the proxy: it answers a command itself, changes it or its reply, or asks the target questions of its own,
 * by calling or not calling {@link Next}.
 */
public interface Interceptor {
    /**
     * True when commands of this type are to come here in the present state; all else goes past the worker, byte for byte.
     * Called on the event loop; reads volatile state only.
     */
    boolean claims(Class<? extends Command> type);

    /**
     * True when a command of this type, which it claims, goes to the server before anything else and as it came: it is sent at
     * once, and its reply is shown to {@link #answer}. Called on the event loop; reads volatile state only.
     */
    default boolean passesFirst(Class<? extends Command> type) {
        return false;
    }

    /**
     * The client's answer to a command that {@linkplain #passesFirst was passed on first}, where it follows from the server's
     * reply and the target need not be asked. It saves the two thread changes to the worker and back. Called on the event loop,
     * while the worker has nothing to do.
     *
     * @return empty when the worker is to {@link #intercept} the command; there {@link Next} has the reply in hand
     */
    default Optional<RawReply> answer(Command command, RawReply reply) {
        return Optional.empty();
    }

    /**
     * Handles a command of a type it claims.
     *
     * @throws LinkException when the server is gone; ends the session
     */
    RawReply intercept(Command command, Next next) throws LinkException;

    /** The rest of the list; at its end, the server. */
    interface Next {
        /**
         * Passes a command on and waits for its reply. A command that is passed on as it came leaves byte for byte.
         *
         * @throws LinkException when the server is gone
         */
        RawReply proceed(Command command) throws LinkException;
    }
}
