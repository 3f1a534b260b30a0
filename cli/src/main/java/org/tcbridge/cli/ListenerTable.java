package org.tcbridge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;
import org.tomlj.Toml;
import org.tomlj.TomlTable;

/** A table {@code [[listener]]}: typed access with errors that say where, and a note of what was read, defaults too. */
final class ListenerTable {
    private static final Set<String> KEYS = Set.of(
            "name",
            "listen",
            "backend",
            "spawn",
            "spawn-limit",
            "rtos",
            "arch",
            "elf",
            "symbols",
            "stackings",
            "step-parked",
            "cache",
            "record",
            "before",
            "after",
            "command-limit");

    private final TomlReader<FarmException> toml;
    private final TomlTable table;
    private final Node place;
    private final List<String> settings = new ArrayList<>(List.of("[[listener]]"));

    /** What turns a text into a value, or says in an exception's message what was expected. */
    interface Parser<T> {
        T parse(String text);
    }

    ListenerTable(TomlReader<FarmException> toml, TomlTable table, Node place) throws FarmException {
        this.toml = toml;
        this.table = table;
        this.place = place;
        toml.allow(table, "listener: ", new TreeSet<>(KEYS));
    }

    /** An error of the value of a key, or of the table when it has none. */
    FarmException error(String key, String message) {
        return toml.error(toml.find(table, key).orElse(place), key + ": " + message);
    }

    String need(String key) throws FarmException {
        return noted(key, toml.string(toml.need(table, key, "listener: ", place.position()), key));
    }

    Optional<String> text(String key) throws FarmException {
        Optional<Node> node = toml.find(table, key);
        return node.isEmpty() ? Optional.empty() : Optional.of(noted(key, toml.string(node.get(), key)));
    }

    <T> T value(String key, String fallback, Parser<T> parser) throws FarmException {
        Optional<Node> node = toml.find(table, key);
        String text = noted(key, node.isEmpty() ? fallback : toml.string(node.get(), key));
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException e) {
            throw error(key, String.valueOf(e.getMessage()));
        }
    }

    List<String> texts(String key) throws FarmException {
        List<String> texts = new ArrayList<>();
        Optional<Node> node = toml.find(table, key);
        if (node.isPresent()) {
            for (Node entry : toml.list(node.get(), key)) {
                texts.add(toml.string(entry, key));
            }
            settings.add(key + " = ["
                    + String.join(
                            ", ", texts.stream().map(ListenerTable::quoted).toList()) + "]");
        }
        return texts;
    }

    /** A number of seconds. */
    long seconds(String key, long fallback) throws FarmException {
        Optional<Node> node = toml.find(table, key);
        long seconds = node.isEmpty() ? fallback : toml.integer(node.get(), key);
        if (seconds < 1) {
            throw error(key, seconds + ": expected seconds, 1 or more");
        }
        settings.add(key + " = " + seconds);
        return seconds;
    }

    /** All that was read, as TOML. */
    List<String> settings() {
        return List.copyOf(settings);
    }

    private String noted(String key, String text) {
        settings.add(key + " = " + quoted(text));
        return text;
    }

    private static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }
}
