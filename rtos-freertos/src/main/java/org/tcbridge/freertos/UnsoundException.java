package org.tcbridge.freertos;

import java.io.Serial;

/** The kernel's data does not add up to tasks that could be shown; the message says why, as one line for the log. */
final class UnsoundException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    UnsoundException(String reason) {
        super(reason);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
