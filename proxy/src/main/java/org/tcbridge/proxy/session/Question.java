package org.tcbridge.proxy.session;

import java.util.concurrent.CompletableFuture;
import org.tcbridge.proxy.target.RawReply;

/** What the server is asked, its bytes apart: where the reply goes, and what it may be. */
sealed interface Question permits ClientCommand, Question.Asked {
    /** True when its reply is a stop reply that may take for ever. */
    boolean resumes();

    /** True when it is the proxy's, not the client's. */
    boolean own();

    /**
     * True when its reply may be a stop reply.
     *
     * @param first before the server's first reply
     */
    boolean mayStop(boolean first);

    /** A question that somebody here waits for. */
    record Asked(boolean stops, boolean resumes, boolean own, CompletableFuture<RawReply> answer) implements Question {
        @Override
        public boolean mayStop(boolean first) {
            return stops;
        }
    }
}
