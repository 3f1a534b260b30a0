package org.tcbridge.proxy;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two blanks apart. */
public final class TextTable {
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table whose columns are all aligned on the left. */
    public TextTable() {
        this("");
    }

    /** A table whose columns are aligned as these letters say, {@code l} or {@code r}; further ones on the left. */
    public TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row; all rows have the same number of cells. */
    public TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The rows as lines, without blanks at their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
            String cell = row.get(column);
            int blanks = width - cell.length();
            boolean right = column < alignment.length() && alignment.charAt(column) == 'r';
            line.repeat(' ', right ? blanks : 0).append(cell).repeat(' ', (right ? 0 : blanks) + 2);
        }
        return line.toString().stripTrailing();
    }
}
