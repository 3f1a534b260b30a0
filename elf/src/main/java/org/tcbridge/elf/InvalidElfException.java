package org.tcbridge.elf;

import java.io.Serial;

/** A file is not a program that tcbridge can use. The message is one line: the file, what is wrong, what was expected. */
public final class InvalidElfException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidElfException(String file, String problem, String expected) {
        super("%s: %s: expected %s".formatted(file, problem, expected));
    }
}
