package org.tcbridge.rsp.command;

/**
 * The client restarts the program, in extended mode; there is no reply.
 *
 * @param operand two digits that mean nothing
 */
public record Restart(String operand) implements Command {
    @Override
    public String arguments() {
        return operand;
    }
}
