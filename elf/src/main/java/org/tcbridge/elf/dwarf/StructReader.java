package org.tcbridge.elf.dwarf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;

/** Lays out one struct: each member's place, those of embedded structs too. */
final class StructReader {
    /** Structs inside structs; deeper ones are left closed. */
    private static final int MAX_DEPTH = 8;

    /** Members, embedded ones included; a struct with more is none of a kernel's. */
    private static final int MAX_MEMBERS = 4096;

    /** {@code DW_OP_constu}, {@code DW_OP_plus}, {@code DW_OP_plus_uconst}: how version 2 writes a member's offset. */
    private static final int OP_CONSTU = 0x10;

    private static final int OP_PLUS = 0x22;
    private static final int OP_PLUS_UCONST = 0x23;

    private final Lookup lookup;
    private final Types types;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private int members;
    private int alignment = 1;

    private StructReader(Lookup lookup, Types types) {
        this.lookup = lookup;
        this.types = types;
    }

    /**
     * Reads a struct.
     *
     * @param name what to call it
     * @param struct its entry, a complete one
     */
    static StructLayout read(Lookup lookup, Types types, String name, Entry struct) throws DwarfException {
        StructReader reader = new StructReader(lookup, types);
        int size = types.size(Optional.of(struct));
        reader.members(struct, "", 0, 0);
        int alignment = Math.min(reader.alignment, size == 0 ? 1 : Integer.lowestOneBit(size));
        return new StructLayout(name, reader.places, size, alignment);
    }

    private void members(Entry struct, String prefix, int base, int depth) throws DwarfException {
        for (Entry member : types.children(struct, Tag.MEMBER)) {
            if (++members > MAX_MEMBERS) {
                throw new DwarfException("more than %d members, expected a struct of a kernel".formatted(MAX_MEMBERS));
            }
            // a bit-field has no place of its own
            if (member.value(Attribute.BIT_SIZE).isEmpty()) {
                member(member, prefix, base, depth);
            }
        }
    }

    private void member(Entry member, String prefix, int base, int depth) throws DwarfException {
        String name = lookup.name(member);
        Optional<Entry> type = types.plain(lookup.type(member));
        int offset = Types.checked((long) base + offset(member));
        if (!name.isEmpty()) {
            places.putIfAbsent(prefix + name, new Place(offset, types.size(type)));
        }
        if (type.isPresent() && Tag.composite(type.get().tag())) {
            if (depth < MAX_DEPTH) {
                // members of a struct without a name are members of the one around it
                members(type.get(), name.isEmpty() ? prefix : prefix + name + ".", offset, depth + 1);
            }
        } else {
            int natural = types.alignment(type);
            alignment = Math.max(alignment, offset == 0 ? natural : Math.min(natural, Integer.lowestOneBit(offset)));
        }
    }

    private static long offset(Entry member) throws DwarfException {
        return switch (member.value(Attribute.DATA_MEMBER_LOCATION).orElse(new Value.Scalar(0))) {
            case Value.Scalar(long offset) -> offset;
            case Value.Bytes(int at, int length) -> {
                Cursor in = new Cursor(member.unit().section(), at, at + (long) length);
                int operation = in.u8();
                long offset = in.uleb();
                boolean plus = operation == OP_PLUS_UCONST || (operation == OP_CONSTU && in.u8() == OP_PLUS);
                if (!plus || !in.atEnd()) {
                    throw new DwarfException(
                            "a member's place is computed (operation 0x%x), expected an offset".formatted(operation));
                }
                yield offset;
            }
            default -> throw new DwarfException("a member's place is of an unknown form, expected an offset");
        };
    }
}
