package org.tcbridge.rsp.command;

/**
 * The client reads a part of the target description. Source: GDB manual, node "Target Descriptions".
 *
 * @param annex the document, {@code target.xml} or one that it includes
 * @param offset of the first byte
 * @param length the most bytes to return
 */
public record ReadFeatures(String annex, int offset, int length) implements Command {

    static ReadFeatures parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ReadFeatures(in.until(':'), in.intUntil(','), in.lastInt());
    }

    @Override
    public String arguments() {
        return annex + ":" + Arguments.range(offset, length);
    }
}
