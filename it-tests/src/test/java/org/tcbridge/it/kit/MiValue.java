package org.tcbridge.it.kit;

import java.util.List;
import java.util.Map;

/** A value of gdb/MI (GDB manual, "GDB/MI Output Syntax"). */
public sealed interface MiValue {

    /** A c-string. */
    record Text(String text) implements MiValue {}

    /** Named values. */
    record Tuple(Map<String, MiValue> fields) implements MiValue {}

    /** Values, also those of a list of results, without their names. */
    record Many(List<MiValue> items) implements MiValue {}

    /** A tuple's field. */
    default MiValue get(String field) {
        MiValue value = this instanceof Tuple(var fields) ? fields.get(field) : null;
        if (value == null) {
            throw new AssertionError("no " + field + " in " + this);
        }
        return value;
    }

    /** True when a tuple has the field. */
    default boolean has(String field) {
        return this instanceof Tuple(var fields) && fields.containsKey(field);
    }

    /** A tuple's field that is a text. */
    default String text(String field) {
        if (get(field) instanceof Text(String text)) {
            return text;
        }
        throw new AssertionError(field + " is no text in " + this);
    }

    /** A tuple's field that is a list. */
    default List<MiValue> list(String field) {
        if (get(field) instanceof Many(List<MiValue> items)) {
            return items;
        }
        throw new AssertionError(field + " is no list in " + this);
    }
}
