package org.tcbridge.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.elf.dwarf.DwarfTypes;
import org.tcbridge.elf.dwarf.LineTable;
import org.tcbridge.elf.dwarf.SourceLine;

/**
 * A program as its ELF file describes it (System V ABI, "Object Files"; Arm's "ELF for the Arm Architecture" for Thumb
 * functions and mapping symbols).
 */
public final class ElfFile implements Symbols {
    private final Header header;
    private final List<Section> sections;
    private final List<Segment> segments;
    private final SymbolTable symbols;
    private final FunctionTable functions;
    private final DeclaredTypes types;
    private final LineTable lines;

    /**
     * What the file's header tells.
     *
     * @param order byte order of data
     * @param pointerBytes 4 for a 32-bit program, 8 for a 64-bit one
     * @param machine {@code e_machine}, such as 40 for Arm and 189 for MicroBlaze
     * @param entry address where the program starts
     * @param relocatable it may be loaded anywhere: its addresses are not the target's
     */
    record Header(ByteOrder order, int pointerBytes, int machine, long entry, boolean relocatable) {}

    ElfFile(
            Header header,
            List<Section> sections,
            List<Segment> segments,
            List<Symbol> symbols,
            DebugSections debugSections) {
        this.header = header;
        this.sections = List.copyOf(sections);
        this.segments = List.copyOf(segments);
        this.symbols = new SymbolTable(symbols);
        this.functions = new FunctionTable(symbols, sections);
        this.types = debugSections.any() ? new DwarfTypes(debugSections, this) : DeclaredTypes.NONE;
        this.lines = new LineTable(debugSections, this::hasCode);
    }

    /**
     * Reads a file; it is not kept open.
     *
     * @throws InvalidElfException when it is missing, cannot be read, is no linked program, is cut short or is stripped
     */
    public static ElfFile read(Path file) throws InvalidElfException {
        return ElfReader.read(file);
    }

    /**
     * Reads a file that is in memory.
     *
     * @param name what error messages call it
     * @param bytes the whole file
     * @throws InvalidElfException as for {@link #read}
     */
    public static ElfFile parse(String name, byte[] bytes) throws InvalidElfException {
        return new ElfReader(name, bytes.clone()).read();
    }

    /** What the rest of the program needs of it. */
    public Program program() {
        return new Program(
                this,
                Optional.of(header.order()),
                OptionalInt.of(header.machine()),
                header.relocatable
                        ? List.of()
                        : sections.stream().map(this::programSection).toList());
    }

    private ProgramSection programSection(Section section) {
        return new ProgramSection(
                section.address(), section.size(), section.writable(), section.executable(), bytes(section));
    }

    /** What is loaded for a section; nothing unless it is loaded wholly. */
    private ByteBuffer bytes(Section section) {
        for (Segment segment : segments) {
            long offset = section.address() - segment.address();
            if (offset >= 0 && offset <= segment.bytes().length - section.size()) {
                return ByteBuffer.wrap(segment.bytes(), (int) offset, (int) section.size())
                        .slice()
                        .asReadOnlyBuffer();
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** Byte order of the program's data. */
    public ByteOrder order() {
        return header.order();
    }

    /** Size of a pointer: 4 or 8 bytes. */
    public int pointerBytes() {
        return header.pointerBytes();
    }

    /** {@code e_machine}, such as 40 for Arm and 189 for MicroBlaze. */
    public int machine() {
        return header.machine();
    }

    /** Address where the program starts, as the file has it (on Arm with the Thumb bit). */
    public long entry() {
        return header.entry();
    }

    @Override
    public OptionalLong address(String name) {
        return symbols.find(name).map(s -> OptionalLong.of(s.address())).orElse(OptionalLong.empty());
    }

    @Override
    public OptionalLong size(String name) {
        return symbols.find(name)
                .filter(s -> s.size() > 0)
                .map(s -> OptionalLong.of(s.size()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public DeclaredTypes types() {
        return types;
    }

    /** The function that an address (Thumb bit clear) is in; empty when it is in none that the file names. */
    public Optional<Place> locate(long address) {
        return functions.locate(address);
    }

    /** The source line that an address (Thumb bit clear) is of; empty when the file does not tell. */
    public Optional<SourceLine> line(long address) {
        return lines.line(address);
    }

    /** What of the file's tables of source lines could not be read, one line each. */
    public List<String> lineProblems() {
        return lines.problems();
    }

    /** Linkers leave the tables of code that they have left out, at address 0: there, functions must agree. */
    private boolean hasCode(long start, long end) {
        boolean inside = sections.stream().anyMatch(s -> s.executable() && s.contains(start) && s.contains(end - 1));
        return inside && (start != 0 || functions.span(start, end));
    }

    /** Sections that are in memory when the program runs, in the file's order; empty ones are left out. */
    public List<Section> sections() {
        return sections;
    }

    /** Sections the program does not change: code and constants. */
    public List<Section> readOnly() {
        return sections.stream().filter(s -> !s.writable()).toList();
    }

    /** What the file loads into memory, in the file's order; segments without bytes are left out. */
    public List<Segment> segments() {
        return segments;
    }
}
