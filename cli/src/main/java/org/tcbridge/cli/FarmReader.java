package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.elf.InvalidSymbolsException;
import org.tcbridge.elf.SymbolList;
import org.tomlj.TomlTable;

/**
 * Reads a file of listeners: tables {@code [[listener]]}, see docs/farm.md. Files that several name are read once and shared.
 * Paths are relative to the file's folder.
 */
final class FarmReader {
    private static final String LISTENER = "listener";

    private final Plugins plugins;
    private final BiConsumer<String, String> console;
    private final Map<Path, Program> programs = new HashMap<>();
    private final Map<List<Path>, StackingCatalog> catalogs = new HashMap<>();

    /**
     * A reader.
     *
     * @param console takes what commands print: the listener's name and the command's, and a line
     */
    FarmReader(Plugins plugins, BiConsumer<String, String> console) {
        this.plugins = plugins;
        this.console = console;
    }

    /** Reads and checks a file; nothing is started. */
    List<FarmListener> read(Path file) throws FarmException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new FarmException(file + ": no such file");
        } catch (IOException e) {
            throw new FarmException(file + ": cannot be read: " + e.getMessage());
        }
        TomlReader<FarmException> toml = new TomlReader<>(file.toString(), FarmException::new);
        TomlTable root = toml.parse(text);
        toml.allow(root, "", Set.of(LISTENER));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        List<FarmListener> listeners = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> places = new HashSet<>();
        Set<Path> records = new HashSet<>();
        for (Node node : toml.list(toml.need(root, LISTENER, "", null), LISTENER)) {
            ListenerTable table = new ListenerTable(toml, toml.table(node, LISTENER), node, folder);
            FarmListener listener = new ListenerReader(this, table).read();
            if (!names.add(listener.name())) {
                throw table.error("name", "\"" + listener.name() + "\": expected a name of its own");
            }
            String listen = listener.config().listen().toString();
            if (listener.config().listen().port() != 0 && !places.add(listen)) {
                throw table.error("listen", "\"" + listen + "\": expected a port of its own");
            }
            Optional<Path> record = listener.record();
            if (record.isPresent() && !records.add(record.get().normalize())) {
                throw table.error("record", "\"" + record.get() + "\": expected a file of its own");
            }
            listeners.add(listener);
        }
        return listeners;
    }

    Plugins plugins() {
        return plugins;
    }

    BiConsumer<String, String> console() {
        return console;
    }

    Program elf(Path file) throws InvalidElfException {
        Program known = programs.get(file);
        if (known == null) {
            known = ElfFile.read(file).program();
            programs.put(file, known);
        }
        return known;
    }

    Program symbols(Path file) throws InvalidSymbolsException {
        Program known = programs.get(file);
        if (known == null) {
            known = SymbolList.read(file).program();
            programs.put(file, known);
        }
        return known;
    }

    StackingCatalog stackings(List<Path> files) throws StackingFormatException, IOException {
        StackingCatalog known = catalogs.get(files);
        if (known == null) {
            known = StackingCatalog.load(plugins.rtoses(), plugins.architectures(), files);
            catalogs.put(files, known);
        }
        return known;
    }
}
