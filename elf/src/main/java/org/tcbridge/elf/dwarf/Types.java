package org.tcbridge.elf.dwarf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What types are beneath their names and qualifiers, and how large they are. */
final class Types {
    /** No type has more names, qualifiers and dimensions one on top of the other. */
    private static final int MAX_DEPTH = 64;

    /** No object that matters is larger, in bytes. */
    static final int MAX_SIZE = 1 << 24;

    private final Lookup lookup;
    private final Work work;

    Types(Lookup lookup, Work work) {
        this.lookup = lookup;
        this.work = work;
    }

    /** What belongs directly to an entry. */
    List<Entry> children(Entry parent, int tag) throws DwarfException {
        return Children.of(parent, tag, work);
    }

    /** A type without its names and qualifiers; empty for {@code void}. */
    Optional<Entry> plain(Optional<Entry> type) throws DwarfException {
        Optional<Entry> at = type;
        for (int i = 0; i < MAX_DEPTH && at.isPresent(); i++) {
            if (!Tag.transparent(at.get().tag())) {
                return declared(at.get());
            }
            at = lookup.type(at.get());
        }
        return Optional.empty();
    }

    /** A type that is only mentioned here and is in a type unit. */
    private Optional<Entry> declared(Entry type) throws DwarfException {
        Optional<Entry> whole = lookup.entry(type, Attribute.SIGNATURE);
        return whole.isPresent() ? whole : Optional.of(type);
    }

    /** What a type is or leads to over pointers and arrays: the struct, complete or not. */
    Optional<Entry> struct(Optional<Entry> type) throws DwarfException {
        Optional<Entry> at = plain(type);
        for (int i = 0; i < MAX_DEPTH && at.isPresent(); i++) {
            int tag = at.get().tag();
            if (Tag.composite(tag)) {
                return at;
            }
            if (tag != Tag.POINTER_TYPE && tag != Tag.ARRAY_TYPE) {
                return Optional.empty();
            }
            at = plain(lookup.type(at.get()));
        }
        return Optional.empty();
    }

    /** Size in bytes; 0 for what has none, such as a function or an array whose length is open. */
    int size(Optional<Entry> type) throws DwarfException {
        return size(type, 0);
    }

    private int size(Optional<Entry> type, int depth) throws DwarfException {
        Optional<Entry> plain = plain(type);
        if (plain.isEmpty() || depth > MAX_DEPTH) {
            return 0;
        }
        Entry entry = plain.get();
        OptionalLong own = entry.number(Attribute.BYTE_SIZE);
        if (own.isPresent()) {
            return checked(own.getAsLong());
        }
        if (entry.tag() == Tag.POINTER_TYPE) {
            return entry.unit().addressBytes();
        }
        if (entry.tag() != Tag.ARRAY_TYPE) {
            return 0;
        }
        long size = size(lookup.type(entry), depth + 1);
        for (Entry dimension : children(entry, Tag.SUBRANGE_TYPE)) {
            size = checked(size * length(dimension));
        }
        return checked(size);
    }

    /** A size in bytes, or an offset, that a struct of a kernel can have. */
    static int checked(long size) throws DwarfException {
        if (size < 0 || size > MAX_SIZE) {
            throw new DwarfException("size 0x%x, expected at most 0x%x".formatted(size, MAX_SIZE));
        }
        return (int) size;
    }

    /** What a type's alignment in memory is at most: that of its largest scalar. */
    int alignment(Optional<Entry> type) throws DwarfException {
        Optional<Entry> at = plain(type);
        for (int i = 0; i < MAX_DEPTH && at.isPresent() && at.get().tag() == Tag.ARRAY_TYPE; i++) {
            at = plain(lookup.type(at.get()));
        }
        return Math.max(1, Integer.highestOneBit(Math.min(16, size(at))));
    }

    /** Number of elements of an array, of its first dimension; empty for what is no array or has an open length. */
    OptionalInt length(Optional<Entry> type) throws DwarfException {
        Optional<Entry> plain = plain(type);
        if (plain.isEmpty() || plain.get().tag() != Tag.ARRAY_TYPE) {
            return OptionalInt.empty();
        }
        List<Entry> dimensions = children(plain.get(), Tag.SUBRANGE_TYPE);
        int length = dimensions.isEmpty() ? 0 : length(dimensions.getFirst());
        return length == 0 ? OptionalInt.empty() : OptionalInt.of(length);
    }

    private static int length(Entry dimension) throws DwarfException {
        OptionalLong count = dimension.number(Attribute.COUNT);
        OptionalLong last = dimension.number(Attribute.UPPER_BOUND);
        if (count.isPresent()) {
            return checked(count.getAsLong());
        }
        // an open array has no bound, or -1 in as many bytes as the compiler likes
        boolean open = last.isEmpty() || last.getAsLong() == -1 || last.getAsLong() == 0xffff_ffffL;
        return open ? 0 : checked(last.getAsLong() + 1);
    }
}
