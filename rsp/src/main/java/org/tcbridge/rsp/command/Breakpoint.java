package org.tcbridge.rsp.command;

import org.tcbridge.rsp.Hex;

/**
 * The place that a breakpoint command names.
 *
 * @param type what it stops at
 * @param address where, unsigned
 * @param kind the size of the instruction, or the bytes that are watched
 * @param rest conditions and commands with their leading {@code ;}, empty when there are none
 */
public record Breakpoint(BreakpointType type, long address, int kind, String rest) {

    static Breakpoint parse(String arguments) {
        Arguments in = new Arguments(arguments);
        BreakpointType type = BreakpointType.parse(in.until(','));
        long address = in.numberUntil(',');
        String tail = in.rest();
        int semicolon = tail.indexOf(';');
        int end = semicolon < 0 ? tail.length() : semicolon;
        return new Breakpoint(type, address, Hex.parseInt(tail.substring(0, end)), tail.substring(end));
    }

    String wire() {
        return type.wire() + "," + Arguments.range(address, kind) + rest;
    }
}
