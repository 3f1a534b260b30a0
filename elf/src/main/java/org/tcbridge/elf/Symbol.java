package org.tcbridge.elf;

/**
 * A symbol with an address.
 *
 * @param name as the symbol table has it
 * @param address Thumb bit clear
 * @param size bytes; 0 when the file does not tell
 * @param function it is typed as a function
 * @param binding who sees it
 */
record Symbol(String name, long address, long size, boolean function, Binding binding) {
    /** Symbol binding, the one that is preferred among equal names first. */
    enum Binding {
        GLOBAL,
        WEAK,
        LOCAL
    }
}
