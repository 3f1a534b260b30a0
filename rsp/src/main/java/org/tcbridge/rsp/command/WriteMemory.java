package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.Latin1;

/**
 * The client writes memory.
 *
 * @param address of the first byte, unsigned
 * @param data the bytes, one char each
 * @param binary true when they are sent as they are, false for hexadecimal
 */
public record WriteMemory(long address, String data, boolean binary) implements Command {

    /** The number of bytes. */
    public int length() {
        return data.length();
    }

    static WriteMemory parse(String arguments, boolean binary) {
        Arguments in = new Arguments(arguments);
        long address = in.numberUntil(',');
        int length = in.intUntil(':');
        String data = binary ? in.rest() : Latin1.text(Hex.parseBytes(in.rest()));
        if (data.length() != length) {
            throw new IllegalArgumentException("length " + length + " with " + data.length() + " bytes");
        }
        return new WriteMemory(address, data, binary);
    }

    @Override
    public String arguments() {
        return Arguments.range(address, length()) + ":" + (binary ? data : Hex.ofBytes(Latin1.bytes(data)));
    }
}
