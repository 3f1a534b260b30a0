package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.List;

/** Runs a line number program row by row (DWARF 5, 6.2.2 and 6.2.5). */
final class LineProgram {
    /** Standard opcodes (DWARF 5, table 7.25). */
    private static final int COPY = 1;

    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int NEGATE_STMT = 6;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;

    /** Extended opcodes (DWARF 5, table 7.26; {@code DW_LNE_define_file}: DWARF 4). */
    private static final int END_SEQUENCE = 1;

    private static final int SET_ADDRESS = 2;
    private static final int DEFINE_FILE = 3;

    private static final int LAST_OPCODE = 255;

    private final LineHeader header;
    private final Cursor in;
    private final List<Integer> defined = new ArrayList<>();

    private long address;
    private long operation;
    private long file;
    private long line;
    private boolean statement;
    private boolean ended;

    /**
     * A program in its first state.
     *
     * @param at its first opcode, or the first one of a sequence
     */
    LineProgram(LineHeader header, int at) throws DwarfException {
        this.header = header;
        this.in = new Cursor(header.unit().section(), at, header.unit().end());
        begin();
    }

    private void begin() {
        address = 0;
        operation = 0;
        file = 1;
        line = 1;
        statement = header.statement();
        ended = false;
    }

    /** Goes on to the next row; false when there is none. */
    boolean next() throws DwarfException {
        if (ended) {
            begin();
        }
        while (!in.atEnd()) {
            int opcode = in.u8();
            if (opcode >= header.opcodeBase()) {
                int adjusted = opcode - header.opcodeBase();
                advance(adjusted / header.lineRange());
                line += header.lineBase() + adjusted % header.lineRange();
                return true;
            }
            if (opcode == 0 ? extended() : standard(opcode)) {
                return true;
            }
        }
        return false;
    }

    private void advance(long operations) {
        long all = operation + operations;
        address += header.shortest() * (all / header.operations());
        operation = all % header.operations();
    }

    /** True when it makes a row. */
    private boolean standard(int opcode) throws DwarfException {
        switch (opcode) {
            case COPY -> {
                return true;
            }
            case ADVANCE_PC -> advance(in.uleb());
            case ADVANCE_LINE -> line += in.sleb();
            case SET_FILE -> file = in.uleb();
            case NEGATE_STMT -> statement = !statement;
            case CONST_ADD_PC -> advance((LAST_OPCODE - header.opcodeBase()) / header.lineRange());
            case FIXED_ADVANCE_PC -> {
                address += in.unsigned(2);
                operation = 0;
            }
            default -> {
                // columns, blocks, instruction sets, and what later versions add
                for (int i = 0; i < header.operands().get(opcode - 1); i++) {
                    in.uleb();
                }
            }
        }
        return false;
    }

    /** True when it makes a row. */
    private boolean extended() throws DwarfException {
        long length = in.uleb();
        if (length == 0) {
            return false; // filling
        }
        int at = in.at();
        in.skip(length);
        Cursor inner = new Cursor(header.unit().section(), at, in.at());
        switch (inner.u8()) {
            case END_SEQUENCE -> ended = true;
            case SET_ADDRESS -> {
                if (length < 2 || length > 9) {
                    throw new DwarfException("an address of 0x%x bytes, expected 1 to 8".formatted(length - 1));
                }
                address = inner.unsigned((int) length - 1);
                operation = 0;
            }
            case DEFINE_FILE -> defined.add(inner.at());
            default -> {
                // discriminators, and what compilers add
            }
        }
        return ended;
    }

    /** Offset of the next opcode in the section. */
    int at() {
        return in.at();
    }

    /** Address of the row. */
    long address() {
        return address;
    }

    /** Number of the row's file. */
    long file() {
        return file;
    }

    /** The row's line; 0 for an instruction that is of none. */
    long line() {
        return line;
    }

    /** Whether the row is a recommended place for a breakpoint. */
    boolean statement() {
        return statement;
    }

    /** Whether the row is the end of a sequence: its address is the first behind it. */
    boolean ended() {
        return ended;
    }

    /** Offsets of the entries of files that the program itself has defined so far. */
    List<Integer> defined() {
        return defined;
    }
}
