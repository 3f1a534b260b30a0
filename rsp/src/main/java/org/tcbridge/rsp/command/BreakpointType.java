package org.tcbridge.rsp.command;

/** What a breakpoint or watchpoint stops at. */
public enum BreakpointType {
    /** An instruction, by a changed instruction. */
    SOFTWARE('0'),
    /** An instruction, by the hardware. */
    HARDWARE('1'),
    /** A write. */
    WRITE('2'),
    /** A read. */
    READ('3'),
    /** A read or a write. */
    ACCESS('4');

    private final char digit;

    BreakpointType(char digit) {
        this.digit = digit;
    }

    static BreakpointType parse(String digit) {
        for (BreakpointType type : values()) {
            if (digit.equals(type.wire())) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + digit + "' is no breakpoint type");
    }

    String wire() {
        return String.valueOf(digit);
    }
}
