package org.tcbridge.it.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlTable;

/**
 * What a firmware promises of one task.
 *
 * @param name as the kernel knows it
 * @param number counts creations, from 1; its TCB is {@code task_pool[number - 1]}
 * @param state as FreeRTOS calls it: Running, Ready, Blocked, Suspended, Deleted
 * @param list the list that holds its state item
 * @param priority 0 is the idle task's
 * @param backtrace its functions, the innermost first
 * @param registers names and values, also as references: {@code *variable}, {@code &function}
 * @param fpRegisters s0 to s31; empty when it does not use the FPU
 */
public record ExpectedTask(
        String name,
        int number,
        String state,
        String list,
        int priority,
        List<String> backtrace,
        Map<String, String> registers,
        Map<String, String> fpRegisters) {

    static ExpectedTask of(TomlTable table) {
        return new ExpectedTask(
                table.getString("name", () -> ""),
                Math.toIntExact(table.getLong("number", () -> 0)),
                table.getString("state", () -> ""),
                table.getString("list", () -> ""),
                Math.toIntExact(table.getLong("priority", () -> -1)),
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

    /** Its TCB as an expression for gdb. */
    public String tcb() {
        return "task_pool[" + (number - 1) + "]";
    }

    /** True for the task that runs at the stop. */
    public boolean runs() {
        return state.equals("Running");
    }
}
