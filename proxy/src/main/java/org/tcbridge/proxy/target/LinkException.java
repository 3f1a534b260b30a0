package org.tcbridge.proxy.target;

import java.io.IOException;
import java.io.Serial;

/** The server did not answer: the connection is gone, or the time for an answer is over. */
public final class LinkException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception with a text that names the question. */
    public LinkException(String message) {
        super(message);
    }
}
