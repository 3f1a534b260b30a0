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
        if (bits <= 0 || bits % 8 != 0) {
            throw new IllegalArgumentException("register " + name + ": " + bits + " bits: expected a multiple of 8");
        }
    }

    /** Width in bytes. */
    public int bytes() {
        return bits / 8;
    }
}
