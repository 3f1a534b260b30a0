package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.io.Serial;

/** A file is no snapshot, or one that this version cannot read. */
public final class SnapshotException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates the exception with a text that says what was expected. */
    public SnapshotException(String message) {
        super(message);
    }
}
