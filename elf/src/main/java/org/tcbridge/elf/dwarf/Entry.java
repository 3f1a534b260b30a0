package org.tcbridge.elf.dwarf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A debugging information entry: a variable, a type, a member.
 *
 * @param unit its unit
 * @param at its offset in the section
 * @param next offset behind its attributes
 * @param tag kind; 0 for the end of a list of children
 * @param children whether entries follow that belong to it
 * @param values those of its attributes that matter
 */
record Entry(Unit unit, int at, int next, int tag, boolean children, Map<Long, Value> values) {
    /** Reads the entry at an offset of the unit's section. */
    static Entry read(Unit unit, long at) throws DwarfException {
        if (!unit.contains(at)) {
            throw new DwarfException("%s: entry at 0x%x, expected 0x%x to 0x%x"
                    .formatted(unit.section().name(), at, unit.first(), unit.end()));
        }
        Cursor in = new Cursor(unit.section(), at, unit.end());
        long code = in.uleb();
        if (code == 0) {
            return new Entry(unit, (int) at, in.at(), 0, false, Map.of());
        }
        Abbreviation abbreviation = unit.abbreviations().get(code);
        if (abbreviation == null) {
            throw new DwarfException("%s: entry at 0x%x: abbreviation %s, which is not declared"
                    .formatted(unit.section().name(), at, Long.toUnsignedString(code)));
        }
        Map<Long, Value> values = new HashMap<>();
        for (Abbreviation.Field field : abbreviation.fields()) {
            Value value = Form.read(in, unit, field.form(), field.implicit());
            if (Attribute.matters(field.attribute())) {
                values.put(field.attribute(), value);
            }
        }
        return new Entry(unit, (int) at, in.at(), abbreviation.tag(), abbreviation.children(), values);
    }

    Optional<Value> value(int attribute) {
        return Optional.ofNullable(values.get((long) attribute));
    }

    /** An attribute that is a number; empty when it is none. */
    OptionalLong number(int attribute) {
        return values.get((long) attribute) instanceof Value.Scalar(long number)
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    boolean flag(int attribute) {
        return number(attribute).orElse(0) != 0;
    }

    /** Where it says that the entry behind its children is; empty when it does not, or points back. */
    OptionalLong sibling() {
        return value(Attribute.SIBLING).orElse(null) instanceof Value.Link(boolean local, long to)
                        && local
                        && to >= next
                        && unit.contains(to)
                ? OptionalLong.of(to)
                : OptionalLong.empty();
    }
}
