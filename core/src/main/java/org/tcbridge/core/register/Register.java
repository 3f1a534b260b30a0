package org.tcbridge.core.register;

/**
 * One register of a target description.
 *
 * @param name as the description spells it
 * @param number gdb's number, as in {@code p} and {@code P}
 * @param bits width
 */
public record Register(String name, int number, int bits) {
    /** Checks the width. */
    public Register {
        if (bits <= 0) {
            throw new IllegalArgumentException("register " + name + ": " + bits + " bits: expected at least 1");
        }
    }

    /** Width on the wire in bytes: a flag of one bit takes a whole one. */
    public int bytes() {
        return (bits + 7) / 8;
    }
}
