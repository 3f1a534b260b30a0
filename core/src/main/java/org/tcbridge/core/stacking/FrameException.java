package org.tcbridge.core.stacking;

import java.io.Serial;

/** A task's stack does not hold a frame as the stacking model describes it. */
public final class FrameException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception with its reason for people. */
    public FrameException(String message) {
        super(message);
    }
}
