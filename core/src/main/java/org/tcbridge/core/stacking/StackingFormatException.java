package org.tcbridge.core.stacking;

import java.io.Serial;

/** A stacking file cannot be used. The message is {@code FILE:LINE:COLUMN: what, the value, what was expected}. */
public final class StackingFormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception with its message for people. */
    public StackingFormatException(String message) {
        super(message);
    }
}
