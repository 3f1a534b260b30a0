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

/** This project's firmware that is laid out as ThreadX, for each target (it-tests/firmware/threadx/README.md). */
public enum ThreadXFirmware implements Target {
    /** Cortex-M4 with FPU. */
    CORTEX_M4F("cortex-m4f"),
    /** ARM926EJ-S, no FPU: as in a Cypress FX3. */
    ARM926("arm926"),
    /** Cortex-A9 with 32 double registers. */
    CORTEX_A9("cortex-a9");

    private final String id;

    ThreadXFirmware(String id) {
        this.id = id;
    }

    @Override
    public Path elf() {
        return folder().resolve("bin").resolve(id + ".elf");
    }

    @Override
    public Path gdb() {
        return Tools.path("gdb-multiarch");
    }

    @Override
    public List<String> machine() {
        List<String> words = List.of(expect().getString("machine", () -> "").split(" "));
        return IntStream.range(0, words.size())
                .mapToObj(i -> i == 0 ? Tools.path(words.get(0)).toString() : words.get(i))
                .toList();
    }

    /** True for the M profile, whose saved contexts hold every register. */
    public boolean isCortexM() {
        return this == CORTEX_M4F;
    }

    /** Its threads, in the order of their creation. */
    public List<ExpectedThread> threads() {
        var tables = expect().getArrayOrEmpty("thread");
        return IntStream.range(0, tables.size())
                .mapToObj(i -> ExpectedThread.of(tables.getTable(i)))
                .toList();
    }

    /** The line of threads.c, from 1, that holds a text which is there once. */
    public static int line(String text) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve("src/threads.c"));
        List<Integer> found = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains(text))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("threads.c: '" + text + "' is " + found.size() + " times there");
        }
        return 1 + found.getFirst();
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
        return Tools.projectRoot().resolve("it-tests/firmware/threadx");
    }
}
