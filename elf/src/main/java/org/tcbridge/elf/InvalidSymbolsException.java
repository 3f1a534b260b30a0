package org.tcbridge.elf;

import java.io.Serial;

/** A list of symbols cannot be used. The message is one line: {@code FILE:LINE: what is wrong: what was expected}. */
public final class InvalidSymbolsException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidSymbolsException(String message) {
        super(message);
    }

    InvalidSymbolsException(String message, Throwable cause) {
        super(message, cause);
    }
}
