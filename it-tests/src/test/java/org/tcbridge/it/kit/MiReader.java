package org.tcbridge.it.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the results of a gdb/MI record. */
final class MiReader {
    private final String line;
    private int at;

    private MiReader(String line) {
        this.line = line;
    }

    /** The results behind a record's class: {@code ,name=value,...} or nothing. */
    static MiValue.Tuple results(String text) {
        MiReader reader = new MiReader(text);
        Map<String, MiValue> fields = new LinkedHashMap<>();
        while (reader.skip(',')) {
            fields.put(reader.name(), reader.value());
        }
        if (reader.at != text.length()) {
            throw reader.unexpected("end of line");
        }
        return new MiValue.Tuple(fields);
    }

    /** The text of a c-string with its quotes. */
    static String text(String quoted) {
        return new MiReader(quoted).string();
    }

    private MiValue value() {
        return switch (line.charAt(at)) {
            case '"' -> new MiValue.Text(string());
            case '{' -> tuple();
            case '[' -> list();
            default -> throw unexpected("a value");
        };
    }

    private MiValue tuple() {
        Map<String, MiValue> fields = new LinkedHashMap<>();
        expect('{');
        while (!skip('}')) {
            fields.put(name(), value());
            skip(',');
        }
        return new MiValue.Tuple(fields);
    }

    private MiValue list() {
        List<MiValue> items = new ArrayList<>();
        expect('[');
        while (!skip(']')) {
            if ("\"{[".indexOf(line.charAt(at)) < 0) {
                name();
            }
            items.add(value());
            skip(',');
        }
        return new MiValue.Many(items);
    }

    private String name() {
        int end = line.indexOf('=', at);
        String name = line.substring(at, end);
        at = end + 1;
        return name;
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        expect('"');
        while (!skip('"')) {
            char c = line.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        return text.toString();
    }

    private char escaped() {
        char c = line.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0', '1', '2', '3' -> {
                at += 2;
                yield (char) Integer.parseInt(line.substring(at - 3, at), 8);
            }
            default -> c;
        };
    }

    private boolean skip(char c) {
        boolean there = at < line.length() && line.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw unexpected(String.valueOf(c));
        }
    }

    private AssertionError unexpected(String expected) {
        return new AssertionError("MI record at " + at + ": expected " + expected + ": " + line);
    }
}
