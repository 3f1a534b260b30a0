package org.tcbridge.rsp.command;

/**
 * The client reads memory, to be answered in hexadecimal.
 *
 * @param address of the first byte, unsigned
 * @param length in bytes
 */
public record ReadMemory(long address, int length) implements Command {

    static ReadMemory parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ReadMemory(in.numberUntil(','), in.lastInt());
    }

    @Override
    public String arguments() {
        return Arguments.range(address, length);
    }
}
