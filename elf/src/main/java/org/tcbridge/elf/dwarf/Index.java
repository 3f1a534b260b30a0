package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The variables and types that are declared outside of functions, by name. */
final class Index {
    /**
     * Where an entry is.
     *
     * @param at offset in the unit's section
     */
    record Place(Unit unit, int at) {
        Entry entry() throws DwarfException {
            return Entry.read(unit, at);
        }
    }

    private final Map<String, List<Place>> variables = new HashMap<>();
    private final Map<String, List<Place>> types = new HashMap<>();

    /**
     * Looks through all units.
     *
     * @param problems gets a line for each unit of which a part is damaged
     */
    Index(Units units, Lookup lookup, Consumer<String> problems) {
        for (Unit unit : units.all()) {
            try {
                // each entry of a unit is looked at once
                Children.visit(Entry.read(unit, unit.first()), Work.unbounded(), entry -> add(entry, lookup));
            } catch (DwarfException e) {
                problems.accept(e.getMessage());
            }
        }
    }

    private void add(Entry entry, Lookup lookup) throws DwarfException {
        boolean type = Tag.composite(entry.tag()) || entry.tag() == Tag.TYPEDEF;
        if ((!type && entry.tag() != Tag.VARIABLE) || entry.flag(Attribute.DECLARATION)) {
            return;
        }
        String name = lookup.name(entry);
        if (!name.isEmpty()) {
            (type ? types : variables)
                    .computeIfAbsent(name, ignored -> new ArrayList<>())
                    .add(new Place(entry.unit(), entry.at()));
        }
    }

    /** Definitions of a variable; mere declarations are not among them. */
    List<Place> variables(String name) {
        return variables.getOrDefault(name, List.of());
    }

    /** Structs and the like of a name that are complete, and typedefs. */
    List<Place> types(String name) {
        return types.getOrDefault(name, List.of());
    }
}
