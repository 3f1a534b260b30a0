package org.tcbridge.elf;

/**
 * A place in the program's code.
 *
 * @param function name of the function
 * @param offset bytes from its first instruction
 */
public record Place(String function, long offset) {
    /** As gdb writes it: {@code main+12}, or just the name at its first instruction. */
    @Override
    public String toString() {
        return offset == 0 ? function : function + "+" + offset;
    }
}
