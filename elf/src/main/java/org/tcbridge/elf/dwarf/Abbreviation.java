package org.tcbridge.elf.dwarf;

import java.util.List;

/**
 * What entries of one kind look like.
 *
 * @param tag kind, one of {@link Tag} or another
 * @param children whether entries follow that belong to it
 * @param fields its attributes in order
 */
record Abbreviation(int tag, boolean children, List<Field> fields) {
    /**
     * An attribute.
     *
     * @param attribute one of {@link Attribute} or another
     * @param form one of {@link Form}
     * @param implicit the value, of a form that keeps none in the entry
     */
    record Field(long attribute, long form, long implicit) {}
}
