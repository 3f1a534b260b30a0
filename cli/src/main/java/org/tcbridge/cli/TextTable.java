package org.tcbridge.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two blanks apart. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; all rows have the same number of cells. */
    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The rows as lines, without blanks at their ends. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
            String cell = row.get(column);
            line.append(cell).repeat(' ', width - cell.length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
