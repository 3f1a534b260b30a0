package org.tcbridge.rsp.command;

/**
 * The client reads memory, to be answered in binary (gdb 16 and later).
 *
 * @param address of the first byte, unsigned
 * @param length in bytes
 */
public record ReadBinaryMemory(long address, int length) implements Command {

    static ReadBinaryMemory parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ReadBinaryMemory(in.numberUntil(','), in.lastInt());
    }

    @Override
    public String arguments() {
        return Arguments.range(address, length);
    }
}
