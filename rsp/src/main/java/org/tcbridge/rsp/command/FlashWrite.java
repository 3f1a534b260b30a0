package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client writes flash memory; done only at {@link FlashDone}.
 *
 * @param address of the first byte, unsigned
 * @param data the bytes, one char each
 */
public record FlashWrite(long address, String data) implements Command {

    static FlashWrite parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new FlashWrite(in.numberUntil(':'), in.rest());
    }

    @Override
    public String arguments() {
        return Hex.number(address) + ":" + data;
    }
}
