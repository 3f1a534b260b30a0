package org.tcbridge.core.rtos;

import java.io.Serial;

/** The kernel's data does not add up to tasks that could be shown; the message says why, as one line for the log. */
public final class UnsoundException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * Creates the exception.
     *
     * @param reason what does not add up
     */
    public UnsoundException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** The reason; never null. */
    @Override
    public String getMessage() {
        return reason;
    }
}
