package org.tcbridge.core.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Typed access to a TOML file with errors that say where.
 *
 * @param <E> what is thrown when the file makes no sense
 */
public final class TomlReader<E extends Exception> {
    private final String origin;
    private final Function<String, E> failure;

    /**
     * A reader.
     *
     * @param origin the file's name in messages
     * @param failure makes an exception of a message {@code FILE:LINE:COLUMN: ...}
     */
    public TomlReader(String origin, Function<String, E> failure) {
        this.origin = origin;
        this.failure = failure;
    }

    /**
     * A value and where it stands.
     *
     * @param value a String, Long, TomlArray, TomlTable or another type of tomlj
     * @param position of the key, or of the element of an array
     */
    public record Node(Object value, TomlPosition position) {}

    /** Parses a file. */
    public TomlTable parse(String text) throws E {
        TomlParseResult result;
        try {
            result = Toml.parse(text);
        } catch (RuntimeException | StackOverflowError parserFailed) {
            // tomlj 2.2.0 trips over some damaged files, for example with a NullPointerException
            throw error((TomlPosition) null, "is no TOML: it cannot be parsed");
        }
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw error(first.position(), String.valueOf(first.getMessage()));
        }
        return result;
    }

    /** An error at a place. */
    public E error(@Nullable TomlPosition position, String message) {
        return failure.apply(where(position) + ": " + message);
    }

    /** A place in the file as error messages begin with it. */
    public String where(@Nullable TomlPosition position) {
        return origin + (position == null ? "" : ":" + position.line() + ":" + position.column());
    }

    /** An error at a value. */
    public E error(Node node, String message) {
        return error(node.position, message);
    }

    /** Refuses keys that mean nothing. */
    public void allow(TomlTable table, String what, Set<String> keys) throws E {
        for (String key : table.keySet()) {
            if (!keys.contains(key)) {
                throw error(
                        table.inputPositionOf(List.of(key)),
                        "%skey \"%s\": expected one of %s"
                                .formatted(what, key, String.join(", ", new TreeSet<>(keys))));
            }
        }
    }

    /** The node of a key, if it is there. */
    public Optional<Node> find(TomlTable table, String key) {
        Object value = table.get(List.of(key));
        TomlPosition position = table.inputPositionOf(List.of(key));
        return value == null || position == null ? Optional.empty() : Optional.of(new Node(value, position));
    }

    /** The node of a key that must be there; {@code at} is reported when it is not. */
    public Node need(TomlTable table, String key, String what, @Nullable TomlPosition at) throws E {
        Optional<Node> node = find(table, key);
        if (node.isEmpty()) {
            throw error(at, what + "key \"" + key + "\" is missing");
        }
        return node.get();
    }

    /** A string; {@code what} begins the message when it is none. */
    public String string(Node node, String what) throws E {
        if (node.value() instanceof String text) {
            return text;
        }
        throw error(node, what + ": " + describe(node.value()) + ": expected a string");
    }

    /** An integer; {@code what} begins the message when it is none. */
    public long integer(Node node, String what) throws E {
        if (node.value() instanceof Long number) {
            return number;
        }
        throw error(node, what + ": " + describe(node.value()) + ": expected an integer");
    }

    /** A table; {@code what} begins the message when it is none. */
    public TomlTable table(Node node, String what) throws E {
        if (node.value() instanceof TomlTable table) {
            return table;
        }
        throw error(node, what + ": " + describe(node.value()) + ": expected a table");
    }

    /** The elements of a list; {@code what} begins the message when it is none. */
    public List<Node> list(Node node, String what) throws E {
        if (!(node.value() instanceof TomlArray array)) {
            throw error(node, what + ": " + describe(node.value()) + ": expected a list");
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            nodes.add(new Node(array.get(i), array.inputPositionOf(i)));
        }
        return nodes;
    }

    /** A value as messages show it. */
    public static String describe(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case TomlArray ignored -> "a list";
            case TomlTable ignored -> "a table";
            default -> value.toString();
        };
    }
}
