package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All units of {@code .debug_info} and {@code .debug_types} (DWARF 5, 7.5.1; DWARF 4, 7.5.1). */
final class Units {
    /** {@code DW_UT_type}, {@code DW_UT_skeleton}, {@code DW_UT_split_compile}, {@code DW_UT_split_type}. */
    private static final int TYPE = 2;

    private static final int SKELETON = 4;
    private static final int SPLIT_COMPILE = 5;
    private static final int SPLIT_TYPE = 6;

    private final Abbreviations abbreviations;
    private final Consumer<String> problems;
    private final List<Unit> all = new ArrayList<>();
    private final NavigableMap<Long, Unit> info = new TreeMap<>();
    private final Map<Long, Unit> bySignature = new HashMap<>();

    /**
     * Reads all headers.
     *
     * @param problems gets a line for each unit that cannot be used
     */
    Units(Sections sections, Consumer<String> problems) throws DwarfException {
        this.abbreviations = new Abbreviations(sections.find(".debug_abbrev"));
        this.problems = problems;
        read(sections.find(".debug_info"), false);
        all.forEach(unit -> info.put((long) unit.start(), unit));
        read(sections.find(".debug_types"), true);
    }

    private void read(DebugSection section, boolean types) {
        int at = 0;
        try {
            while (at < section.length()) {
                UnitExtent extent = UnitExtent.read(section, at);
                unit(extent, types);
                at = extent.end();
            }
        } catch (DwarfException e) {
            problems.accept("%s: unit at 0x%x: %s".formatted(section.name(), at, e.getMessage()));
        }
    }

    private void unit(UnitExtent extent, boolean types) {
        int start = extent.start();
        int offsetBytes = extent.offsetBytes();
        try {
            Cursor in = extent.cursor();
            int version = (int) in.unsigned(2);
            if (version < 2 || version > 5) {
                throw new DwarfException("version %d, expected 2 to 5".formatted(version));
            }
            int kind = version >= 5 ? in.u8() : types ? TYPE : 0;
            int addressBytes = version >= 5 ? in.u8() : 0;
            long table = in.unsigned(offsetBytes);
            if (version < 5) {
                addressBytes = in.u8();
            }
            if (addressBytes < 1 || addressBytes > 8) {
                throw new DwarfException("addresses of %d bytes, expected 1 to 8".formatted(addressBytes));
            }
            OptionalLong signature = OptionalLong.empty();
            OptionalLong type = OptionalLong.empty();
            if (kind == TYPE || kind == SPLIT_TYPE) {
                signature = OptionalLong.of(in.unsigned(8));
                type = OptionalLong.of(start + in.unsigned(offsetBytes));
            } else if (kind == SKELETON || kind == SPLIT_COMPILE) {
                in.skip(8);
            }
            Unit unit = new Unit(
                    extent.section(),
                    start,
                    in.at(),
                    extent.end(),
                    version,
                    offsetBytes,
                    addressBytes,
                    abbreviations.table(table),
                    type);
            all.add(unit);
            signature.ifPresent(s -> bySignature.putIfAbsent(s, unit));
        } catch (DwarfException e) {
            problems.accept("%s: unit at 0x%x: %s".formatted(extent.section().name(), start, e.getMessage()));
        }
    }

    List<Unit> all() {
        return all;
    }

    /** The unit that an offset in {@code .debug_info} is in. */
    Optional<Unit> at(long offset) {
        return Optional.ofNullable(info.floorEntry(offset))
                .map(Map.Entry::getValue)
                .filter(unit -> unit.contains(offset));
    }

    /** The type unit of a signature. */
    Optional<Unit> bySignature(long signature) {
        return Optional.ofNullable(bySignature.get(signature));
    }
}
