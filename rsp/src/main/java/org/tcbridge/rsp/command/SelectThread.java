package org.tcbridge.rsp.command;

import org.tcbridge.rsp.ThreadId;

/**
 * The client selects the thread that later commands act on.
 *
 * @param purpose which commands
 * @param thread the thread
 */
public record SelectThread(Purpose purpose, ThreadId thread) implements Command {

    /** Which commands a selection is for. */
    public enum Purpose {
        /** Registers and memory. */
        REGISTERS('g'),
        /** Continue and step. */
        EXECUTION('c');

        private final char letter;

        Purpose(char letter) {
            this.letter = letter;
        }
    }

    static SelectThread parse(String arguments) {
        for (Purpose purpose : Purpose.values()) {
            if (arguments.indexOf(purpose.letter) == 0) {
                return new SelectThread(purpose, ThreadId.parse(arguments.substring(1)));
            }
        }
        throw new IllegalArgumentException("'" + arguments + "' begins with neither 'g' nor 'c'");
    }

    @Override
    public String arguments() {
        return purpose.letter + thread.wire();
    }
}
