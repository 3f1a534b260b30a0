package org.tcbridge.rsp.description;

/** A target description that cannot be used, as gdb would not use it either; the message says which part and why. */
public final class DescriptionException extends Exception {

    private static final long serialVersionUID = 1;

    /** With a message alone. */
    public DescriptionException(String message) {
        super(message);
    }

    /** With what caused it. */
    public DescriptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
