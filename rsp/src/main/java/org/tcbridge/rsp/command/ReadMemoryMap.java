package org.tcbridge.rsp.command;

/**
 * The client reads a part of the memory map. Source: GDB manual, node "Memory Map Format".
 *
 * @param offset of the first byte
 * @param length the most bytes to return
 */
public record ReadMemoryMap(int offset, int length) implements Command {

    static ReadMemoryMap parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ReadMemoryMap(in.intUntil(','), in.lastInt());
    }

    @Override
    public String arguments() {
        return Arguments.range(offset, length);
    }
}
