package org.tcbridge.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.tcbridge.it.tools.Tools;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * This project's firmware for each target: where its ELF file is, which debugger and machine it is for, and what it promises
 * at the first stop at {@code all_parked} (it-tests/firmware/README.md).
 */
public enum Firmware implements Target {
    /** Cortex-M0, FreeRTOS's port ARM_CM0. */
    CORTEX_M0("cortex-m0", "gdb-multiarch"),
    /** Cortex-M3, FreeRTOS's port ARM_CM3. */
    CORTEX_M3("cortex-m3", "gdb-multiarch"),
    /** Cortex-M4 with FPU, FreeRTOS's port ARM_CM4F. */
    CORTEX_M4F("cortex-m4f", "gdb-multiarch"),
    /** Cortex-M33 with FPU, FreeRTOS's port ARM_CM33_NTZ. */
    CORTEX_M33("cortex-m33", "gdb-multiarch"),
    /** MicroBlaze, big-endian. */
    MICROBLAZE_BE("microblaze-be", "mb-gdb"),
    /** MicroBlaze, little-endian. */
    MICROBLAZE_LE("microblaze-le", "mb-gdb");

    private final String id;
    private final String debugger;

    Firmware(String id, String debugger) {
        this.id = id;
        this.debugger = debugger;
    }

    @Override
    public Path elf() {
        return folder().resolve("bin").resolve(id + ".elf");
    }

    /** The line of tasks.c, from 1, that holds a text which is there once. */
    public static int line(String text) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve("src/tasks.c"));
        List<Integer> found = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains(text))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("tasks.c: '" + text + "' is " + found.size() + " times there");
        }
        return 1 + found.getFirst();
    }

    @Override
    public Path gdb() {
        return Tools.path(debugger);
    }

    /** Commands for a gdb that has no program: what it cannot learn from the server. */
    public List<String> settings() {
        return this == MICROBLAZE_LE ? List.of("set endian little") : List.of();
    }

    /** True for Arm. */
    public boolean isArm() {
        return debugger.equals("gdb-multiarch");
    }

    /** True when tasks may use an FPU. */
    public boolean hasFpu() {
        return this == CORTEX_M4F || this == CORTEX_M33;
    }

    /** Words that its saved context holds besides registers: EXC_RETURN, PSPLIM. */
    public int controlWords() {
        return switch (this) {
            case CORTEX_M4F -> 1;
            case CORTEX_M33 -> 2;
            case CORTEX_M0, CORTEX_M3, MICROBLAZE_BE, MICROBLAZE_LE -> 0;
        };
    }

    @Override
    public List<String> machine() {
        List<String> words = List.of(expect().getString("machine", () -> "").split(" "));
        return IntStream.range(0, words.size())
                .mapToObj(i -> i == 0 ? Tools.path(words.get(0)).toString() : words.get(i))
                .toList();
    }

    /** Its tasks, in the order of their creation. */
    public List<ExpectedTask> tasks() {
        var tables = expect().getArrayOrEmpty("task");
        return IntStream.range(0, tables.size())
                .mapToObj(i -> ExpectedTask.of(tables.getTable(i)))
                .toList();
    }

    private TomlParseResult expect() {
        Path file = folder().resolve("expect").resolve(id + ".toml");
        try {
            TomlParseResult result = Toml.parse(file);
            if (result.hasErrors()) {
                throw new IllegalStateException(file + ": " + result.errors());
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return Tools.projectRoot().resolve("it-tests/firmware");
    }
}
