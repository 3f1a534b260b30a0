package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.symbol.Symbols;

/**
 * The types of a program's variables, as its debug information has them. Read when first asked for; any thread may ask.
 *
 * <p>Several units may define a variable of the same name, or structs of the same name with other members: the variable is
 * the one at the symbol's address.
 */
public final class DwarfTypes implements DeclaredTypes {
    private static final int MAX_PROBLEMS = 8;

    /** How many declarations of the same name are compared. */
    private static final int MAX_DECLARATIONS = 64;

    private final Sections sections;
    private final Symbols symbols;
    private final Work work = new Work();
    private final Set<String> problems = new LinkedHashSet<>();
    private @Nullable Content content;

    /** What was read. */
    private record Content(String source, Lookup lookup, Types types, Index index) {}

    /**
     * Reads nothing yet.
     *
     * @param sections where the debug information is
     * @param symbols tell variables of the same name apart
     */
    public DwarfTypes(Sections sections, Symbols symbols) {
        this.sections = sections;
        this.symbols = symbols;
    }

    private void problem(String line) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(line.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    @Override
    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public synchronized String source() {
        try {
            return content().source;
        } catch (DwarfException e) {
            problem(e.getMessage());
            return "";
        }
    }

    private Content content() throws DwarfException {
        Content known = content;
        if (known == null) {
            Units units = new Units(sections, this::problem);
            Lookup lookup = new Lookup(units, sections);
            IntSummaryStatistics versions =
                    units.all().stream().mapToInt(Unit::version).summaryStatistics();
            String source = versions.getCount() == 0
                    ? ""
                    : versions.getMin() == versions.getMax()
                            ? "DWARF " + versions.getMax()
                            : "DWARF %d to %d".formatted(versions.getMin(), versions.getMax());
            known = new Content(source, lookup, new Types(lookup, work), new Index(units, lookup, this::problem));
            content = known;
        }
        return known;
    }

    @Override
    public synchronized Optional<StructLayout> struct(String variable, List<String> names) {
        try {
            Content known = content();
            work.begin();
            Optional<Entry> definition = definition(known, variable);
            if (definition.isPresent()) {
                Optional<Entry> struct = known.types.struct(known.lookup.type(definition.get()));
                if (struct.isPresent()) {
                    return Optional.of(struct.get())
                                    .filter(s -> !s.flag(Attribute.DECLARATION))
                                    .isPresent()
                            ? Optional.of(StructReader.read(known.lookup, known.types, names.getFirst(), struct.get()))
                            : named(known, List.of(known.lookup.name(struct.get())), names.getFirst());
                }
            }
            return named(known, names, names.getFirst());
        } catch (DwarfException e) {
            problem("%s: %s".formatted(variable, e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public synchronized OptionalInt length(String variable) {
        try {
            Content known = content();
            work.begin();
            Optional<Entry> definition = definition(known, variable);
            return definition.isEmpty() ? OptionalInt.empty() : known.types.length(known.lookup.type(definition.get()));
        } catch (DwarfException e) {
            problem("%s: %s".formatted(variable, e.getMessage()));
            return OptionalInt.empty();
        }
    }

    /** The definition of a variable: the one at the symbol's address, else the first whose address is not known. */
    private Optional<Entry> definition(Content known, String variable) throws DwarfException {
        OptionalLong symbol = symbols.address(variable);
        Optional<Entry> first = Optional.empty();
        for (Index.Place place : known.index.variables(variable)) {
            Entry entry = place.entry();
            OptionalLong address = known.lookup.address(entry);
            if (address.isPresent() && address.equals(symbol)) {
                return Optional.of(entry);
            }
            if (first.isEmpty() && (address.isEmpty() || symbol.isEmpty())) {
                first = Optional.of(entry);
            }
        }
        return first;
    }

    /** The struct that goes by one of the names, if all that do are the same. */
    private Optional<StructLayout> named(Content known, List<String> names, String label) throws DwarfException {
        for (String name : names) {
            List<StructLayout> layouts = new ArrayList<>();
            for (Index.Place place :
                    known.index.types(name).stream().limit(MAX_DECLARATIONS).toList()) {
                Optional<Entry> type = known.types.plain(Optional.of(place.entry()));
                if (type.isPresent()
                        && Tag.composite(type.get().tag())
                        && !type.get().flag(Attribute.DECLARATION)) {
                    layouts.add(StructReader.read(known.lookup, known.types, label, type.get()));
                }
            }
            long different = layouts.stream().distinct().count();
            if (different > 1) {
                problem("%s is declared in %d different ways".formatted(name, different));
                return Optional.empty();
            }
            if (different == 1) {
                return Optional.of(layouts.getFirst());
            }
        }
        return Optional.empty();
    }
}
