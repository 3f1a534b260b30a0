package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The header of a line number program (DWARF 5, 6.2.4; DWARF 2 to 4 likewise). Its tables of directories and files are
 * {@link LineFiles}.
 *
 * @param unit where it is; it has no abbreviations
 * @param program offset of its first opcode
 * @param shortest {@code minimum_instruction_length}
 * @param operations {@code maximum_operations_per_instruction}, more than 1 for VLIW
 * @param statement {@code default_is_stmt}
 * @param lineBase the least that a special opcode adds to the line
 * @param lineRange how many lines special opcodes tell apart
 * @param operands of the standard opcodes from 1 up: how many they have
 */
record LineHeader(
        Unit unit,
        int program,
        int shortest,
        int operations,
        boolean statement,
        int lineBase,
        int lineRange,
        List<Integer> operands) {
    /** What an address has where the header does not say it; each {@code DW_LNE_set_address} says it itself. */
    private static final int ADDRESS_BYTES = 8;

    /** Copies the list. */
    LineHeader {
        operands = List.copyOf(operands);
    }

    /** The first opcode that is special. */
    int opcodeBase() {
        return operands.size() + 1;
    }

    static LineHeader read(UnitExtent extent) throws DwarfException {
        Cursor in = extent.cursor();
        int version = (int) in.unsigned(2);
        if (version < 2 || version > 5) {
            throw new DwarfException("version %d, expected 2 to 5".formatted(version));
        }
        int addressBytes = version >= 5 ? in.u8() : ADDRESS_BYTES;
        if (addressBytes < 1 || addressBytes > 8) {
            throw new DwarfException("addresses of %d bytes, expected 1 to 8".formatted(addressBytes));
        }
        if (version >= 5) {
            in.skip(1); // segment selectors, which no opcode reads
        }
        long length = in.unsigned(extent.offsetBytes());
        int headerFrom = in.at();
        in.skip(length);
        int program = in.at();
        Cursor header = new Cursor(extent.section(), headerFrom, program);
        int shortest = header.u8();
        int operations = version >= 4 ? Math.max(1, header.u8()) : 1;
        boolean statement = header.u8() != 0;
        int lineBase = (byte) header.u8();
        int lineRange = header.u8();
        int opcodeBase = header.u8();
        if (lineRange == 0 || opcodeBase == 0) {
            throw new DwarfException(
                    "line_range %d and opcode_base %d, expected 1 or more".formatted(lineRange, opcodeBase));
        }
        List<Integer> operands = new ArrayList<>();
        for (int opcode = 1; opcode < opcodeBase; opcode++) {
            operands.add(header.u8());
        }
        Unit unit = new Unit(
                extent.section(),
                extent.start(),
                header.at(),
                extent.end(),
                version,
                extent.offsetBytes(),
                addressBytes,
                Map.of(),
                OptionalLong.empty());
        return new LineHeader(unit, program, shortest, operations, statement, lineBase, lineRange, operands);
    }

    /** The tables of directories and files. */
    Cursor tables() throws DwarfException {
        return new Cursor(unit.section(), unit.first(), program);
    }
}
