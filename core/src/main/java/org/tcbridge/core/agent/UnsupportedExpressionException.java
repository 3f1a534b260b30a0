package org.tcbridge.core.agent;

/** An agent expression that cannot be evaluated here; the message says why. */
public final class UnsupportedExpressionException extends Exception {
    @java.io.Serial
    private static final long serialVersionUID = 1;

    /** With its reason. */
    public UnsupportedExpressionException(String message) {
        super(message);
    }
}
