package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client asks for the CRC of memory, as {@code compare-sections} does.
 *
 * @param address of the first byte, unsigned
 * @param length in bytes, unsigned
 */
public record ChecksumMemory(long address, long length) implements Command {

    static ChecksumMemory parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new ChecksumMemory(in.numberUntil(','), in.lastNumber());
    }

    @Override
    public String arguments() {
        return Hex.number(address) + "," + Hex.number(length);
    }
}
