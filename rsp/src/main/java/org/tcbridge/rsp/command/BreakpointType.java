package org.tcbridge.rsp.command;

/** What a breakpoint or watchpoint stops at. The order is that of the digits on the wire. */
public enum BreakpointType {
    /** An instruction, by a changed instruction. */
    SOFTWARE,
    /** An instruction, by the hardware. */
    HARDWARE,
    /** A write. */
    WRITE,
    /** A read. */
    READ,
    /** A read or a write. */
    ACCESS;

    static BreakpointType parse(String digit) {
        for (BreakpointType type : values()) {
            if (digit.equals(type.wire())) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + digit + "' is no breakpoint type");
    }

    String wire() {
        return String.valueOf(ordinal());
    }
}
