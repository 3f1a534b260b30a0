package org.tcbridge.rsp.reply;

/** The server does not know the command. */
public record EmptyReply() implements Reply {
    @Override
    public String wire() {
        return "";
    }
}
