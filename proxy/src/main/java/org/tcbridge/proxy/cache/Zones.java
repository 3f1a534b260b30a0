package org.tcbridge.proxy.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.rsp.description.MemoryMap;

/** The addresses that are known to be memory, from the program's file and the server's memory map; no two zones overlap. */
final class Zones {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TreeMap<Long, Zone> zones = new TreeMap<>(Long::compareUnsigned);

    /**
     * The zones of a program on a target.
     *
     * @param mode which of them count
     */
    Zones(CacheMode mode, List<ProgramSection> sections, MemoryMap map) {
        if (mode == CacheMode.OFF) {
            return;
        }
        boolean ram = mode == CacheMode.HALTED;
        for (ProgramSection section : sections) {
            // sections at the same addresses are overlays: which one is there only the program knows
            if (!section.writable() && sections.stream().noneMatch(other -> overlap(section, other))) {
                boolean code = section.executable() && section.bytes().remaining() == section.size();
                add(section, code ? Zone.Keep.AS_IN_FILE : Zone.Keep.ONE_HALT);
            }
        }
        for (MemoryMap.Area area : map.areas()) {
            switch (area.kind()) {
                case ROM -> add(new Zone(area.start(), area.length(), Zone.Keep.ALWAYS, NOTHING));
                case FLASH -> add(new Zone(area.start(), area.length(), Zone.Keep.ONE_HALT, NOTHING));
                case RAM -> {
                    if (ram) {
                        add(new Zone(area.start(), area.length(), Zone.Keep.ONE_HALT, NOTHING));
                    }
                }
            }
        }
        if (ram) {
            sections.stream().filter(ProgramSection::writable).forEach(s -> add(s, Zone.Keep.ONE_HALT));
        }
    }

    private static boolean overlap(ProgramSection one, ProgramSection other) {
        return !one.equals(other)
                && (Long.compareUnsigned(one.address() - other.address(), other.size()) < 0
                        || Long.compareUnsigned(other.address() - one.address(), one.size()) < 0);
    }

    private void add(ProgramSection section, Zone.Keep keep) {
        add(new Zone(
                section.address(), section.size(), keep, keep == Zone.Keep.AS_IN_FILE ? section.bytes() : NOTHING));
    }

    /** Adds what of a zone is in none yet. */
    private void add(Zone zone) {
        if (zone.size() <= 0 || Long.compareUnsigned(zone.last(), zone.start()) < 0) {
            return;
        }
        List<Zone> free = new ArrayList<>();
        long from = zone.start();
        Zone before = find(from);
        boolean more = true;
        if (before != null) {
            more = Long.compareUnsigned(before.last(), zone.last()) < 0;
            from = before.last() + 1;
        }
        while (more) {
            Map.Entry<Long, Zone> next = zones.ceilingEntry(from);
            if (next == null || Long.compareUnsigned(next.getKey(), zone.last()) > 0) {
                free.add(zone.part(from, zone.last()));
                more = false;
            } else {
                if (next.getKey() != from) {
                    free.add(zone.part(from, next.getKey() - 1));
                }
                more = Long.compareUnsigned(next.getValue().last(), zone.last()) < 0;
                from = next.getValue().last() + 1;
            }
        }
        free.forEach(part -> zones.put(part.start(), part));
    }

    /** The zone that an address is in. */
    @Nullable
    Zone find(long address) {
        Map.Entry<Long, Zone> below = zones.floorEntry(address);
        return below != null && below.getValue().contains(address) ? below.getValue() : null;
    }

    /** Them, by address. */
    Collection<Zone> all() {
        return zones.values();
    }

    @Override
    public String toString() {
        long bytes = zones.values().stream().mapToLong(Zone::size).sum();
        return "%d range%s (%d KiB)".formatted(zones.size(), zones.size() == 1 ? "" : "s", (bytes + 1023) / 1024);
    }
}
