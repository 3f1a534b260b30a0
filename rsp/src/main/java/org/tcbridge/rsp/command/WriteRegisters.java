package org.tcbridge.rsp.command;

/**
 * The client writes the selected thread's general registers.
 *
 * @param hex their bytes in hexadecimal, in the order and length of the reply to {@link ReadRegisters}
 */
public record WriteRegisters(String hex) implements Command {
    @Override
    public String arguments() {
        return hex;
    }
}
