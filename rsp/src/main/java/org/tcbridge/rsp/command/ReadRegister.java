package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The client reads one register of the selected thread.
 *
 * @param number gdb's number of the register
 */
public record ReadRegister(int number) implements Command {

    static ReadRegister parse(String arguments) {
        return new ReadRegister(Hex.parseInt(arguments));
    }

    @Override
    public String arguments() {
        return Hex.number(number);
    }
}
