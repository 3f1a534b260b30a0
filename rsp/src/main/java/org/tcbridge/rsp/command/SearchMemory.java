package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client looks for bytes in memory.
 *
 * @param address of the first byte to look at, unsigned
 * @param length how far to look, in bytes, unsigned
 * @param pattern the bytes, one char each
 */
public record SearchMemory(long address, long length, String pattern) implements Command {

    static SearchMemory parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new SearchMemory(in.numberUntil(';'), in.numberUntil(';'), in.rest());
    }

    @Override
    public String arguments() {
        return Hex.number(address) + ";" + Hex.number(length) + ";" + pattern;
    }
}
