package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client erases flash memory.
 *
 * @param address of the first byte, unsigned
 * @param length in bytes, unsigned
 */
public record FlashErase(long address, long length) implements Command {

    static FlashErase parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new FlashErase(in.numberUntil(','), in.lastNumber());
    }

    @Override
    public String arguments() {
        return Hex.number(address) + "," + Hex.number(length);
    }
}
