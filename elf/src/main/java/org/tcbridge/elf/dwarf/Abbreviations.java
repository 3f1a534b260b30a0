package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of {@code .debug_abbrev} (DWARF 5, 7.5.3), each read once. */
final class Abbreviations {
    /** Tables may overlap; together they have at most so many times the section's bytes. */
    private static final int OVERLAP = 4;

    private final DebugSection section;
    private final Map<Long, Map<Long, Abbreviation>> tables = new HashMap<>();
    private long budget;

    Abbreviations(DebugSection section) {
        this.section = section;
        this.budget = (long) OVERLAP * section.length();
    }

    /** The table at an offset: abbreviations by code. */
    Map<Long, Abbreviation> table(long offset) throws DwarfException {
        Map<Long, Abbreviation> table = tables.get(offset);
        if (table == null) {
            table = read(section.cursor(offset));
            tables.put(offset, table);
        }
        return table;
    }

    private Map<Long, Abbreviation> read(Cursor in) throws DwarfException {
        int start = in.at();
        Map<Long, Abbreviation> table = new HashMap<>();
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            long tag = in.uleb();
            boolean children = in.u8() != 0;
            List<Abbreviation.Field> fields = fields(in);
            table.putIfAbsent(code, new Abbreviation((int) Math.min(tag, Integer.MAX_VALUE), children, fields));
            if (in.at() - start > budget) {
                throw new DwarfException(section.name() + ": tables that overlap, expected one behind the other");
            }
        }
        budget -= in.at() - start;
        return table;
    }

    private static List<Abbreviation.Field> fields(Cursor in) throws DwarfException {
        List<Abbreviation.Field> fields = new ArrayList<>();
        while (true) {
            long attribute = in.uleb();
            long form = in.uleb();
            long implicit = form == Form.IMPLICIT_CONST ? in.sleb() : 0;
            if (attribute == 0 && form == 0) {
                return fields;
            }
            fields.add(new Abbreviation.Field(attribute, form, implicit));
        }
    }
}
