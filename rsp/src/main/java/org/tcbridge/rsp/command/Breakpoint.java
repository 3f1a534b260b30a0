package org.tcbridge.rsp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /**
     * The conditions, each an agent expression in bytecode (GDB manual, node "Packets", {@code Z0}): {@code ;X} and the number of its
     * bytes, a comma, the bytes, and the next without a semicolon.
     *
     * @return none for one that always stops; empty when what stands there is not conditions alone
     */
    public Optional<List<byte[]>> conditions() {
        List<byte[]> conditions = new ArrayList<>();
        try {
            Arguments in = new Arguments(rest);
            if (!rest.isEmpty()) {
                in.expect(';');
            }
            while (!in.atEnd()) {
                in.expect('X');
                conditions.add(Hex.parseBytes(in.take(2L * in.intUntil(','))));
            }
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(conditions);
    }

    /** The same place without conditions and commands. */
    public Breakpoint bare() {
        return rest.isEmpty() ? this : new Breakpoint(type, address, kind, "");
    }

    String wire() {
        return type.wire() + "," + Arguments.range(address, kind) + rest;
    }
}
