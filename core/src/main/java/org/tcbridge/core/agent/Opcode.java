package org.tcbridge.core.agent;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of agent expressions that a breakpoint's condition is made of. Source: GDB manual, appendix "The GDB Agent
 * Expression Mechanism", node "Bytecode Descriptions". Not among them are those that collect memory ({@code trace}), that know
 * trace state variables ({@code getv}), {@code printf}, and those for floating point, which no gdb generates.
 */
enum Opcode {
    ADD(0x02, 0, 2, 1),
    SUB(0x03, 0, 2, 1),
    MUL(0x04, 0, 2, 1),
    DIV_SIGNED(0x05, 0, 2, 1),
    DIV_UNSIGNED(0x06, 0, 2, 1),
    REM_SIGNED(0x07, 0, 2, 1),
    REM_UNSIGNED(0x08, 0, 2, 1),
    LSH(0x09, 0, 2, 1),
    RSH_SIGNED(0x0a, 0, 2, 1),
    RSH_UNSIGNED(0x0b, 0, 2, 1),
    LOG_NOT(0x0e, 0, 1, 1),
    BIT_AND(0x0f, 0, 2, 1),
    BIT_OR(0x10, 0, 2, 1),
    BIT_XOR(0x11, 0, 2, 1),
    BIT_NOT(0x12, 0, 1, 1),
    EQUAL(0x13, 0, 2, 1),
    LESS_SIGNED(0x14, 0, 2, 1),
    LESS_UNSIGNED(0x15, 0, 2, 1),
    EXT(0x16, 1, 1, 1),
    REF8(0x17, 0, 1, 1),
    REF16(0x18, 0, 1, 1),
    REF32(0x19, 0, 1, 1),
    REF64(0x1a, 0, 1, 1),
    IF_GOTO(0x20, 2, 1, 0),
    GOTO(0x21, 2, 0, 0),
    CONST8(0x22, 1, 0, 1),
    CONST16(0x23, 2, 0, 1),
    CONST32(0x24, 4, 0, 1),
    CONST64(0x25, 8, 0, 1),
    REG(0x26, 2, 0, 1),
    END(0x27, 0, 1, 0),
    DUP(0x28, 0, 1, 2),
    POP(0x29, 0, 1, 0),
    ZERO_EXT(0x2a, 1, 1, 1),
    SWAP(0x2b, 0, 2, 2),
    PICK(0x32, 1, 0, 1),
    ROT(0x33, 0, 3, 3);

    private static final @Nullable Opcode[] BY_CODE = new Opcode[0x100];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final int operandBytes;
    private final int pops;
    private final int pushes;

    /**
     * A row of the table.
     *
     * @param operandBytes of the number behind the opcode, most significant first
     * @param pops values that it takes from the stack
     * @param pushes values that it leaves there instead
     */
    Opcode(int code, int operandBytes, int pops, int pushes) {
        this.code = code;
        this.operandBytes = operandBytes;
        this.pops = pops;
        this.pushes = pushes;
    }

    /** The instruction with this byte; null when it is none that is known here. */
    static @Nullable Opcode of(byte code) {
        return BY_CODE[code & 0xff];
    }

    int code() {
        return code;
    }

    int operandBytes() {
        return operandBytes;
    }

    int pops() {
        return pops;
    }

    int pushes() {
        return pushes;
    }
}
