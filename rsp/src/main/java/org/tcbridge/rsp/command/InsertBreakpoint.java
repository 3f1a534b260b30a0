package org.tcbridge.rsp.command;

/**
 * The client sets a breakpoint or watchpoint.
 *
 * @param at the place
 */
public record InsertBreakpoint(Breakpoint at) implements Command {
    @Override
    public String arguments() {
        return at.wire();
    }
}
