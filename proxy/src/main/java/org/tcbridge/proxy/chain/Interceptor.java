package org.tcbridge.proxy.chain;

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
