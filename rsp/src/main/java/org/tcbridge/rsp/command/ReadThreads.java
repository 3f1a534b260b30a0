package org.tcbridge.rsp.command;

/**
 * The client reads a part of the thread list in XML. Source: GDB manual, node "Thread List Format".
 *
 * @param offset of the first byte
 * @param length the most bytes to return
 */
public record ReadThreads(int offset, int length) implements Command {

    static ReadThreads parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ReadThreads(in.intUntil(','), in.lastInt());
    }

    @Override
    public String arguments() {
        return Arguments.range(offset, length);
    }
}
