package org.tcbridge.rsp.command;

/**
 * The client removes a breakpoint or watchpoint.
 *
 * @param at the place
 */
public record RemoveBreakpoint(Breakpoint at) implements Command {
    @Override
    public String arguments() {
        return at.wire();
    }
}
