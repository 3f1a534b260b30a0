package org.tcbridge.proxy.session;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.parts.Parts;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.rsp.frame.Packet;

/** What the server is asked, its bytes apart: where the reply goes, and what it may be. */
sealed interface Question permits ClientCommand, Question.InParts, Question.Asked {
    /** Letters of a command in a message. */
    int NAME = 40;

    /** A command for people; one that writes memory is as long as what it writes. */
    static String name(Packet command) {
        String text = command.command();
        return text.length() <= NAME ? text : text.substring(0, NAME) + "...";
    }

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

    /** The client's command that it is or belongs to; null when it is somebody's here. */
    @Nullable
    ClientCommand client();

    /** A command of the client's that is too long for the server. */
    record InParts(ClientCommand client, Parts parts) implements Question {
        @Override
        public boolean resumes() {
            return false;
        }

        @Override
        public boolean own() {
            return false;
        }

        @Override
        public boolean mayStop(boolean first) {
            return client.mayStop(first);
        }
    }

    /** A question that somebody here waits for. */
    record Asked(boolean stops, boolean resumes, boolean own, CompletableFuture<RawReply> answer) implements Question {
        /** One that is not answered yet. */
        static Asked of(boolean stops, boolean resumes, boolean own) {
            return new Asked(stops, resumes, own, new CompletableFuture<>());
        }

        @Override
        public @Nullable ClientCommand client() {
            return null;
        }

        @Override
        public boolean mayStop(boolean first) {
            return stops;
        }
    }
}
