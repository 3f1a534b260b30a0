package org.tcbridge.elf.dwarf;

import java.io.Serial;

/** Debug information does not make sense. The message is one line: where, what is wrong, what was expected. */
public final class DwarfException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String problem;

    /**
     * Creates the exception.
     *
     * @param problem the message
     */
    public DwarfException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The problem; never null. */
    @Override
    public String getMessage() {
        return problem;
    }
}
