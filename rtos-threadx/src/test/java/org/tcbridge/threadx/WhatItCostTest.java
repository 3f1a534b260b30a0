package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/adding-an-rtos.md} says how many lines this module took: it is to stay true. */
class WhatItCostTest {
    private static final Path MAIN = Path.of("src", "main");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.* \\| \\d+) \\|");

    @Test
    void thePageHasTheFilesAndTheirLines() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "adding-an-rtos.md"));
        List<Path> classes = files(MAIN.resolve(Path.of("java", "org", "tcbridge", "threadx"))).stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
        List<Path> stackings = files(MAIN.resolve(Path.of("resources", "org", "tcbridge", "threadx", "stacking")));

        List<String> rows = new ArrayList<>();
        for (Path file : classes) {
            String name = file.getFileName().toString().replace(".java", "");
            rows.add("`%s` | %d".formatted(name, lines(List.of(file))));
        }
        rows.add("%d stacking files | %d".formatted(stackings.size(), lines(stackings)));
        rows.add("in all | %d".formatted(lines(classes) + lines(stackings)));

        assertThat(ROW.matcher(page).results().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static long lines(List<Path> files) throws IOException {
        long lines = 0;
        for (Path file : files) {
            lines += Files.readAllLines(file).size();
        }
        return lines;
    }
}
