package org.tcbridge.rsp.reply;

/** Done. */
public record OkReply() implements Reply {

    static final String TEXT = "OK";

    @Override
    public String wire() {
        return TEXT;
    }
}
