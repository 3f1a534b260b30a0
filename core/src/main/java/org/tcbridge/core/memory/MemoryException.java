package org.tcbridge.core.memory;

import java.io.Serial;

/** The target did not give or take the bytes asked for. */
public final class MemoryException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String message;

    /**
     * Creates the exception.
     *
     * @param address first address of the failed access
     * @param length its length in bytes
     * @param why what the target or the connection said
     */
    public MemoryException(long address, int length, String why) {
        this("memory 0x%x, %d bytes: %s".formatted(address, length, why));
    }

    private MemoryException(String message) {
        super(message);
        this.message = message;
    }

    /** What failed and why; never null. */
    @Override
    public String getMessage() {
        return message;
    }
}
