package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Typed access to a TOML file with errors that say where. */
final class TomlReader {
    private final String origin;

    TomlReader(String origin) {
        this.origin = origin;
    }

    /**
     * A value and where it stands.
     *
     * @param value a String, Long, TomlArray, TomlTable or another type of tomlj
     * @param position of the key, or of the element of an array
     */
    record Node(Object value, TomlPosition position) {}

    /** Parses a file. */
    TomlTable parse(String text) throws StackingFormatException {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw error(first.position(), String.valueOf(first.getMessage()));
        }
        return result;
    }

    StackingFormatException error(@Nullable TomlPosition position, String message) {
        return new StackingFormatException(where(position) + ": " + message);
    }

    /** A place in the file as error messages begin with it. */
    String where(@Nullable TomlPosition position) {
        return origin + (position == null ? "" : ":" + position.line() + ":" + position.column());
    }

    StackingFormatException error(Node node, String message) {
        return error(node.position, message);
    }

    /** Refuses keys that mean nothing. */
    void allow(TomlTable table, String what, Set<String> keys) throws StackingFormatException {
        for (String key : table.keySet()) {
            if (!keys.contains(key)) {
                throw error(
                        table.inputPositionOf(List.of(key)),
                        "%skey \"%s\": expected one of %s"
                                .formatted(what, key, String.join(", ", new TreeSet<>(keys))));
            }
        }
    }

    Optional<Node> find(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        TomlPosition position = table.inputPositionOf(List.of(key));
        return value == null || position == null ? Optional.empty() : Optional.of(new Node(value, position));
    }

    /** The node of a key that must be there; {@code at} is reported when it is not. */
    Node need(TomlTable table, String key, String what, @Nullable TomlPosition at) throws StackingFormatException {
        Optional<Node> node = find(table, key);
        if (node.isEmpty()) {
            throw error(at, what + "key \"" + key + "\" is missing");
        }
        return node.get();
    }

    String string(Node node, String what) throws StackingFormatException {
        if (node.value instanceof String text) {
            return text;
        }
        throw error(node, what + ": " + describe(node.value) + ": expected a string");
    }

    long integer(Node node, String what) throws StackingFormatException {
        if (node.value instanceof Long number) {
            return number;
        }
        throw error(node, what + ": " + describe(node.value) + ": expected an integer");
    }

    TomlTable table(Node node, String what) throws StackingFormatException {
        if (node.value instanceof TomlTable table) {
            return table;
        }
        throw error(node, what + ": " + describe(node.value) + ": expected a table");
    }

    List<Node> list(Node node, String what) throws StackingFormatException {
        if (!(node.value instanceof TomlArray array)) {
            throw error(node, what + ": " + describe(node.value) + ": expected a list");
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            nodes.add(new Node(array.get(i), array.inputPositionOf(i)));
        }
        return nodes;
    }

    static String describe(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case TomlArray ignored -> "a list";
            case TomlTable ignored -> "a table";
            default -> value.toString();
        };
    }
}
