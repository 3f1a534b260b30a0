package org.tcbridge.proxy.target;

import java.io.Serial;

/** The CPU behind the server, or its registers, are not known: tasks cannot be shown. */
public final class UnknownTargetException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception with its reason for people. */
    public UnknownTargetException(String message) {
        super(message);
    }
}
