package org.tcbridge.cli;

import java.io.Serial;

/** A file of listeners cannot be used. The message is {@code FILE:LINE:COLUMN: what, the value, what was expected}. */
final class FarmException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    FarmException(String message) {
        super(message);
    }
}
