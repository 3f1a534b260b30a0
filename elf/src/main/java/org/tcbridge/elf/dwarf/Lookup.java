package org.tcbridge.elf.dwarf;

import java.util.Optional;
import java.util.OptionalLong;

/** Follows what an entry's values refer to: texts, addresses and other entries. */
final class Lookup {
    /** {@code DW_OP_addr}, {@code DW_OP_addrx}, {@code DW_OP_GNU_addr_index} (DWARF 5, table 7.9). */
    private static final int OP_ADDR = 0x03;

    private static final int OP_ADDRX = 0xa1;
    private static final int OP_GNU_ADDR_INDEX = 0xfb;

    /** An entry that refers to another for what it lacks: a definition to its declaration, a copy to its original. */
    private static final int[] ORIGINS = {Attribute.SPECIFICATION, Attribute.ABSTRACT_ORIGIN};

    /** More origins in a row no compiler writes. */
    private static final int MAX_ORIGINS = 8;

    private final Units units;
    private final DebugSection texts;
    private final DebugSection lineTexts;
    private final DebugSection textOffsets;
    private final DebugSection addresses;

    Lookup(Units units, Sections sections) throws DwarfException {
        this.units = units;
        this.texts = sections.find(".debug_str");
        this.lineTexts = sections.find(".debug_line_str");
        this.textOffsets = sections.find(".debug_str_offsets");
        this.addresses = sections.find(".debug_addr");
    }

    /** The entry itself, or the first that it completes, that has an attribute. */
    private Optional<Entry> owner(Entry entry, int attribute) throws DwarfException {
        Entry at = entry;
        for (int i = 0; i < MAX_ORIGINS; i++) {
            if (at.value(attribute).isPresent()) {
                return Optional.of(at);
            }
            Optional<Entry> origin = Optional.empty();
            for (int reference : ORIGINS) {
                origin = origin.isPresent() ? origin : entry(at, reference);
            }
            if (origin.isEmpty()) {
                return Optional.empty();
            }
            at = origin.get();
        }
        return Optional.empty();
    }

    /** An entry's name; empty when it has none. */
    String name(Entry entry) throws DwarfException {
        Optional<Entry> owner = owner(entry, Attribute.NAME);
        return owner.isPresent() && owner.get().value(Attribute.NAME).orElse(null) instanceof Value.Text text
                ? text(owner.get(), text)
                : "";
    }

    /** The entry's type; empty for {@code void}. */
    Optional<Entry> type(Entry from) throws DwarfException {
        Optional<Entry> owner = owner(from, Attribute.TYPE);
        return owner.isPresent() ? entry(owner.get(), Attribute.TYPE) : Optional.empty();
    }

    private String text(Entry entry, Value.Text text) throws DwarfException {
        return switch (text.place()) {
            case ENTRY -> entry.unit().section().cursor(text.at()).text();
            case STR -> texts.cursor(text.at()).text();
            case LINE_STR -> lineTexts.cursor(text.at()).text();
            case INDEX -> {
                Unit unit = entry.unit();
                long at = base(unit, Attribute.STR_OFFSETS_BASE) + text.at() * unit.offsetBytes();
                yield texts.cursor(textOffsets.cursor(at).unsigned(unit.offsetBytes()))
                        .text();
            }
        };
    }

    /** Where a unit's part of a table begins; without the attribute, behind the header that such tables have. */
    private static long base(Unit unit, int attribute) throws DwarfException {
        int header = unit.version() < 5 ? 0 : unit.offsetBytes() == 8 ? 16 : 8;
        return Entry.read(unit, unit.first()).number(attribute).orElse(header);
    }

    /** The entry that an attribute refers to. */
    Optional<Entry> entry(Entry from, int attribute) throws DwarfException {
        return from.value(attribute).isEmpty()
                ? Optional.empty()
                : entry(from.unit(), from.value(attribute).get());
    }

    private Optional<Entry> entry(Unit from, Value value) throws DwarfException {
        return switch (value) {
            case Value.Link(boolean local, long at) -> {
                Optional<Unit> unit = local && from.contains(at) ? Optional.of(from) : units.at(at);
                if (unit.isEmpty()) {
                    throw new DwarfException("a reference to 0x%x, where no unit is".formatted(at));
                }
                yield Optional.of(Entry.read(unit.get(), at));
            }
            case Value.Signature(long signature) -> {
                Optional<Unit> unit = units.bySignature(signature);
                yield unit.isPresent() && unit.get().type().isPresent()
                        ? Optional.of(Entry.read(unit.get(), unit.get().type().getAsLong()))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** A variable's address; empty when it has none, or one that only the running program knows. */
    OptionalLong address(Entry variable) throws DwarfException {
        if (!(variable.value(Attribute.LOCATION).orElse(null) instanceof Value.Bytes(int at, int length))
                || length == 0) {
            return OptionalLong.empty();
        }
        Unit unit = variable.unit();
        Cursor in = new Cursor(unit.section(), at, at + (long) length);
        OptionalLong address = switch (in.u8()) {
            case OP_ADDR -> OptionalLong.of(in.unsigned(unit.addressBytes()));
            case OP_ADDRX, OP_GNU_ADDR_INDEX -> OptionalLong.of(indexed(unit, in.uleb()));
            default -> OptionalLong.empty();
        };
        return in.atEnd() ? address : OptionalLong.empty();
    }

    private long indexed(Unit unit, long index) throws DwarfException {
        int attribute = unit.version() < 5 ? Attribute.GNU_ADDR_BASE : Attribute.ADDR_BASE;
        long at = base(unit, attribute) + index * unit.addressBytes();
        return addresses.cursor(at).unsigned(unit.addressBytes());
    }
}
