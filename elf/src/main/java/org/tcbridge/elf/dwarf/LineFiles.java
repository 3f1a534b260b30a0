package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names of a line number program's files (DWARF 5, 6.2.4.1; DWARF 4, 6.2.4). */
final class LineFiles {
    /** Longer paths no system has, in bytes. */
    private static final int LONGEST_PATH = 4096;

    /** {@code DW_LNCT_path} and {@code DW_LNCT_directory_index}; all else is passed over. */
    private static final int PATH = 1;

    private static final int DIRECTORY_INDEX = 2;

    private final LineHeader header;
    private final List<Integer> defined;
    private final DebugSection texts;
    private final DebugSection lineTexts;

    /**
     * Reads nothing yet.
     *
     * @param defined offsets of the entries that the program defines
     * @param texts {@code .debug_str}
     * @param lineTexts {@code .debug_line_str}
     */
    LineFiles(LineHeader header, List<Integer> defined, DebugSection texts, DebugSection lineTexts) {
        this.header = header;
        this.defined = defined;
        this.texts = texts;
        this.lineTexts = lineTexts;
    }

    /**
     * A directory or a file.
     *
     * @param path its name, if that is a text
     * @param directory number of the directory it is in; 0 is the one that was compiled in
     */
    private record Named(Value path, long directory) {}

    /** Name of a file with its directory, unless that is the one that was compiled in; empty when there is no such file. */
    Optional<String> name(long number) throws DwarfException {
        Cursor in = header.tables();
        List<Named> directories = new ArrayList<>();
        List<Named> files = new ArrayList<>();
        if (header.unit().version() >= 5) {
            described(in, directories);
            described(in, files);
        } else {
            Named compiledIn = new Named(new Value.Text(Value.Place.ENTRY, in.at()), 0);
            directories.add(compiledIn);
            files.add(compiledIn); // both are counted from 1
            for (long at = text(in); in.at() - at > 1; at = text(in)) {
                directories.add(new Named(new Value.Text(Value.Place.ENTRY, at), 0));
            }
            for (long at = text(in); in.at() - at > 1; at = text(in)) {
                files.add(file(in, at));
            }
            for (int at : defined) {
                Cursor entry = header.unit().section().cursor(at);
                files.add(file(entry, text(entry)));
            }
            if (number == 0) {
                return Optional.empty();
            }
        }
        if (number < 0 || number >= files.size()) {
            return Optional.empty();
        }
        Named file = files.get((int) number);
        String name = text(file.path);
        boolean within = file.directory > 0 && file.directory < directories.size() && !name.startsWith("/");
        String directory = within ? text(directories.get((int) file.directory).path) : "";
        String path = directory.isEmpty() ? name : directory + "/" + name;
        return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }

    /** Passes over a text; returns where it begins. */
    private static long text(Cursor in) throws DwarfException {
        int at = in.at();
        while (in.u8() != 0) {
            // the cursor moves
        }
        return at;
    }

    private static Named file(Cursor in, long at) throws DwarfException {
        long directory = in.uleb();
        in.uleb(); // when it was changed
        in.uleb(); // its size
        return new Named(new Value.Text(Value.Place.ENTRY, at), directory);
    }

    /** A table of version 5: first what its entries consist of. */
    private void described(Cursor in, List<Named> entries) throws DwarfException {
        int parts = in.u8();
        List<long[]> format = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            format.add(new long[] {in.uleb(), in.uleb()});
        }
        long count = in.uleb();
        if (count < 0 || count > header.program() - in.at()) {
            throw new DwarfException("%s entries in a table of names, expected at most 0x%x"
                    .formatted(Long.toUnsignedString(count), header.program() - in.at()));
        }
        for (long i = 0; i < count; i++) {
            Value path = new Value.Elsewhere();
            long directory = 0;
            for (long[] part : format) {
                Value value = Form.read(in, header.unit(), part[1], 0);
                if (part[0] == PATH) {
                    path = value;
                } else if (part[0] == DIRECTORY_INDEX && value instanceof Value.Scalar(long index)) {
                    directory = index;
                }
            }
            entries.add(new Named(path, directory));
        }
    }

    /** A name; none when it is in another file, or in a table that is the unit's of the entries. */
    private String text(Value value) throws DwarfException {
        if (!(value instanceof Value.Text text) || text.place() == Value.Place.INDEX) {
            return "";
        }
        DebugSection section = switch (text.place()) {
            case STR -> texts;
            case LINE_STR -> lineTexts;
            case ENTRY, INDEX -> header.unit().section();
        };
        return section.cursor(text.at()).text(LONGEST_PATH).replaceAll("\\p{Cntrl}", "?");
    }
}
