package org.tcbridge.cli;

import java.io.Serial;

/** A run-time failure that users can do something about: one line, exit code 1. */
final class CommandFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
