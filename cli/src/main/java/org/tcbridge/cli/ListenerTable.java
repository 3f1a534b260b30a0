package org.tcbridge.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;
import org.tcbridge.proxy.HostPort;
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
            "conditions",
            "record",
            "before",
            "after",
            "command-limit");

    private final TomlReader<FarmException> toml;
    private final TomlTable table;
    private final Node place;
    private final Path folder;
    private final List<String> settings = new ArrayList<>(List.of("[[listener]]"));

    /** What turns a text into a value, or says in an exception's message what was expected. */
    interface Parser<T> {
        T parse(String text);
    }

    /**
     * A table.
     *
     * @param folder what its files are relative to
     */
    ListenerTable(TomlReader<FarmException> toml, TomlTable table, Node place, Path folder) throws FarmException {
        this.toml = toml;
        this.table = table;
        this.place = place;
        this.folder = folder;
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

    /** A place where port 0 means a free one: that is said behind it. */
    HostPort place(String key, String fallback, String free, Parser<HostPort> parser) throws FarmException {
        HostPort place = value(key, fallback, parser);
        if (place.port() == 0) {
            settings.add(settings.removeLast() + "    # " + free);
        }
        return place;
    }

    Optional<Path> file(String key) throws FarmException {
        Optional<Node> node = toml.find(table, key);
        return node.isEmpty() ? Optional.empty() : Optional.of(Path.of(noted(key, resolved(node.get(), key))));
    }

    List<Path> files(String key) throws FarmException {
        List<String> files = new ArrayList<>();
        Optional<Node> node = toml.find(table, key);
        if (node.isPresent()) {
            for (Node entry : toml.list(node.get(), key)) {
                files.add(resolved(entry, key));
            }
            settings.add(
                    key + " = [" + files.stream().map(ListenerTable::quoted).collect(Collectors.joining(", ")) + "]");
        }
        return files.stream().map(Path::of).toList();
    }

    private String resolved(Node node, String key) throws FarmException {
        return folder.resolve(toml.string(node, key)).toString();
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
