package org.tcbridge.it.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlTable;

/**
 * What a firmware promises of one thread of ThreadX.
 *
 * @param name as the kernel knows it; empty when it has none
 * @param number counts creations, from 1; its control block is {@code thread_pool[number - 1]}
 * @param state as ThreadX calls it, without {@code TX_}
 * @param runs whether it runs at the stop
 * @param waitsFor the symbol of the object it waits for; empty when there is none
 * @param priority the one it has now
 * @param userPriority the one it was given
 * @param frame form of its saved context: basic, fp; interrupt, solicited, with {@code " fp"} when FP registers are in it
 * @param backtrace its functions, the innermost first
 * @param registers names and values, also as references: {@code *variable}, {@code &function}
 * @param fpRegisters likewise; empty when it does not use the FPU
 */
public record ExpectedThread(
        String name,
        int number,
        String state,
        boolean runs,
        String waitsFor,
        int priority,
        int userPriority,
        String frame,
        List<String> backtrace,
        Map<String, String> registers,
        Map<String, String> fpRegisters) {

    static ExpectedThread of(TomlTable table) {
        int priority = Math.toIntExact(table.getLong("priority", () -> -1));
        return new ExpectedThread(
                table.getString("name", () -> ""),
                Math.toIntExact(table.getLong("number", () -> 0)),
                table.getString("state", () -> ""),
                table.getBoolean("running", () -> false),
                table.getString("waits_for", () -> ""),
                priority,
                Math.toIntExact(table.getLong("user_priority", () -> priority)),
                table.getString("frame", () -> ""),
                table.getArrayOrEmpty("backtrace").toList().stream()
                        .map(Object::toString)
                        .toList(),
                strings(table.getTableOrEmpty("registers")),
                strings(table.getTableOrEmpty("fp_registers")));
    }

    private static Map<String, String> strings(TomlTable table) {
        Map<String, String> map = new LinkedHashMap<>();
        table.toMap().forEach((key, value) -> map.put(key, value.toString()));
        return map;
    }

    /** Its control block as an expression for gdb. */
    public String tcb() {
        return "thread_pool[" + (number - 1) + "]";
    }

    /** True when its saved context holds FP registers. */
    public boolean usesFpu() {
        return !fpRegisters.isEmpty();
    }
}
