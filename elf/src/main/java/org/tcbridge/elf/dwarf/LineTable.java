package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The source lines of a program's instructions, from {@code .debug_line} (DWARF 5, 6.2). Read when first asked for; any thread
 * may ask.
 *
 * <p>What is kept is where sequences begin and end, not their rows: a sequence is run again for each question about it.
 */
public final class LineTable {
    private static final int MAX_PROBLEMS = 8;

    /** Units may overlap when their lengths are damaged; together they have at most so many times the section's bytes. */
    private static final int OVERLAP = 4;

    private final Sections sections;
    private final Code code;
    private final Set<String> problems = new LinkedHashSet<>();
    private @Nullable Content content;

    /** Which addresses have code of the program: linkers leave the tables of what they have left out. */
    @FunctionalInterface
    public interface Code {
        /**
         * Whether a sequence is one of this program's.
         *
         * @param start its first address
         * @param end the first address behind it
         */
        boolean holds(long start, long end);
    }

    /**
     * A run of instructions in the order of their addresses.
     *
     * @param start its first address
     * @param end the first address behind it
     * @param at offset of its first opcode
     * @param defined the files that its program defines
     */
    private record Sequence(long start, long end, LineHeader header, int at, List<Integer> defined) {
        boolean contains(long address) {
            return Long.compareUnsigned(address - start, end - start) < 0;
        }
    }

    /**
     * What was read.
     *
     * @param sequences by their start
     * @param reach the largest end of each and all before it
     */
    private record Content(List<Sequence> sequences, List<Long> reach, DebugSection texts, DebugSection lineTexts) {}

    /** Reads nothing yet. */
    public LineTable(Sections sections, Code code) {
        this.sections = sections;
        this.code = code;
    }

    /** The line that an instruction is of; empty when the program does not tell. */
    public synchronized Optional<SourceLine> line(long address) {
        try {
            Content known = content();
            Optional<Sequence> sequence = sequence(known, address);
            return sequence.isEmpty() ? Optional.empty() : line(known, sequence.get(), address);
        } catch (DwarfException e) {
            problem(e.getMessage());
            return Optional.empty();
        }
    }

    /** What could not be read, one line each. */
    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    private void problem(String line) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(line.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private Content content() throws DwarfException {
        Content known = content;
        if (known == null) {
            // set first: what cannot be read is not read again at the next question
            known = new Content(List.of(), List.of(), none(), none());
            content = known;
            known = sorted(sequences());
            content = known;
        }
        return known;
    }

    private static DebugSection none() {
        return new DebugSection("", new byte[0], java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    private Content sorted(List<Sequence> found) throws DwarfException {
        List<Sequence> sequences = new ArrayList<>(found);
        // several at 0: all but one, or all, are of what the linker has left out
        if (sequences.stream().filter(s -> s.start == 0).count() > 1) {
            sequences.removeIf(s -> s.start == 0);
        }
        sequences.sort(Comparator.comparing(Sequence::start, Long::compareUnsigned));
        List<Long> reach = new ArrayList<>();
        long largest = 0;
        for (Sequence sequence : sequences) {
            largest = Long.compareUnsigned(sequence.end, largest) > 0 ? sequence.end : largest;
            reach.add(largest);
        }
        return new Content(sequences, reach, sections.find(".debug_str"), sections.find(".debug_line_str"));
    }

    private List<Sequence> sequences() throws DwarfException {
        DebugSection section = sections.find(".debug_line");
        List<Sequence> found = new ArrayList<>();
        Set<Integer> seen = new TreeSet<>();
        long budget = (long) OVERLAP * section.length();
        for (long start : starts()) {
            long at = start;
            try {
                while (at < section.length() && seen.add((int) at)) {
                    UnitExtent extent = UnitExtent.read(section, at);
                    budget -= extent.end() - extent.start();
                    if (budget < 0) {
                        throw new DwarfException("units that overlap, expected one behind the other");
                    }
                    found.addAll(sequences(extent));
                    at = extent.end();
                }
            } catch (DwarfException e) {
                problem("%s: unit at 0x%x: %s".formatted(section.name(), at, e.getMessage()));
            }
        }
        return found;
    }

    /** Where units begin: the first, and those that the entries name, which are found when a length before them is damaged. */
    private Set<Long> starts() {
        Set<Long> starts = new TreeSet<>(Long::compareUnsigned);
        starts.add(0L);
        try {
            for (Unit unit : new Units(sections, ignored -> {}).all()) {
                Entry.read(unit, unit.first()).number(Attribute.STMT_LIST).ifPresent(starts::add);
            }
        } catch (DwarfException e) {
            problem(e.getMessage());
        }
        return starts;
    }

    /** All of a unit's, or none when it is damaged. */
    private List<Sequence> sequences(UnitExtent extent) {
        List<Sequence> found = new ArrayList<>();
        try {
            LineHeader header = LineHeader.read(extent);
            LineProgram program = new LineProgram(header, header.program());
            int at = program.at();
            while (program.next()) {
                long start = program.address();
                long last = start;
                while (!program.ended()) {
                    if (!program.next()) {
                        throw new DwarfException("a sequence without an end");
                    }
                    if (Long.compareUnsigned(program.address(), last) < 0) {
                        throw new DwarfException(
                                "address 0x%x behind 0x%x, expected a larger one".formatted(program.address(), last));
                    }
                    last = program.address();
                }
                if (last != start && code.holds(start, last)) {
                    found.add(new Sequence(start, last, header, at, program.defined()));
                }
                at = program.at();
            }
            return found;
        } catch (DwarfException e) {
            problem("%s: unit at 0x%x: %s".formatted(extent.section().name(), extent.start(), e.getMessage()));
            return List.of();
        }
    }

    /** The one that contains an address; of several the one that begins last. */
    private static Optional<Sequence> sequence(Content known, long address) {
        int low = 0;
        int high = known.sequences.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(known.sequences.get(middle).start, address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= 0 && Long.compareUnsigned(known.reach.get(i), address) > 0; i--) {
            if (known.sequences.get(i).contains(address)) {
                return Optional.of(known.sequences.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * The last row at or before an address. Of several rows for one address the last one counts that is a statement, as in gdb
     * ({@code find_pc_sect_line}).
     */
    private static Optional<SourceLine> line(Content known, Sequence sequence, long address) throws DwarfException {
        LineProgram program = new LineProgram(sequence.header, sequence.at);
        long rowAddress = 0;
        long file = 0;
        long line = 0;
        boolean statement = false;
        while (program.next() && !program.ended() && Long.compareUnsigned(program.address(), address) <= 0) {
            if (program.address() != rowAddress || program.statement() || !statement) {
                rowAddress = program.address();
                file = program.file();
                line = program.line();
                statement = program.statement();
            }
        }
        if (line < 1 || line > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        int number = (int) line;
        return new LineFiles(sequence.header, sequence.defined, known.texts, known.lineTexts)
                .name(file)
                .map(name -> new SourceLine(name, number));
    }
}
