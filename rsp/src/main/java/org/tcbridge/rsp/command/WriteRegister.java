package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client writes one register of the selected thread.
 *
 * @param number gdb's number of the register
 * @param hex its bytes in hexadecimal, in target order
 */
public record WriteRegister(int number, String hex) implements Command {

    static WriteRegister parse(String arguments) {
        Arguments in = new Arguments(arguments);
        return new WriteRegister(in.intUntil('='), in.rest());
    }

    @Override
    public String arguments() {
        return Hex.number(number) + "=" + hex;
    }
}
