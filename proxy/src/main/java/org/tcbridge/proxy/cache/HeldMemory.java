package org.tcbridge.proxy.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.command.Breakpoint;

/** The bytes of the target, and the registers of its CPU, that are known to be what a read would give now. */
final class HeldMemory {
    private final Lines lasting = new Lines();
    private final Lines thisHalt = new Lines();
    private final Breakpoints breakpoints = new Breakpoints();
    private Zones zones;
    private @Nullable String registers;
    private boolean halted;
    private boolean doubtful;
    private int changes;

    HeldMemory(Zones zones) {
        this.zones = zones;
    }

    Zones zones() {
        return zones;
    }

    void zones(Zones known) {
        zones = known;
        changed();
    }

    /** The zone whose bytes may be held now and that these addresses are in. */
    @Nullable
    Zone zone(long address, int length) {
        Zone zone = zones.find(address);
        boolean usable = zone != null
                && length > 0
                && zone.contains(address, length)
                && (halted || zone.keep() != Zone.Keep.ONE_HALT);
        return usable ? zone : null;
    }

    /** The bytes of these addresses; null unless all are known. */
    byte @Nullable [] get(long address, int length) {
        if (zone(address, length) == null) {
            return null;
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long start = Lines.lineOf(address + done);
            List<Breakpoints.Site> view = breakpoints.around(start);
            Lines.Line kept = lasting.find(start, view);
            Lines.Line fresh = thisHalt.find(start, view);
            for (int i = Lines.indexOf(address + done); i < Lines.SIZE && done < length; i++) {
                if (kept != null && kept.has(i)) {
                    bytes[done++] = kept.get(i);
                } else if (fresh != null && fresh.has(i)) {
                    bytes[done++] = fresh.get(i);
                } else {
                    return null;
                }
            }
        }
        return bytes;
    }

    /** Takes what the target just said is at these addresses. */
    void put(long address, byte[] bytes) {
        Zone zone = zone(address, bytes.length);
        int done = 0;
        while (zone != null && done < bytes.length) {
            long start = Lines.lineOf(address + done);
            int index = Lines.indexOf(address + done);
            int count = Math.min(Lines.SIZE - index, bytes.length - done);
            boolean lasts = switch (zone.keep()) {
                case ALWAYS -> true;
                case AS_IN_FILE -> zone.isInFile(address + done, bytes, done, count);
                case ONE_HALT -> false;
            };
            if (lasts || halted) {
                (lasts ? lasting : thisHalt)
                        .make(start, breakpoints.around(start))
                        .put(index, bytes, done, count);
            }
            done += count;
        }
    }

    /** The registers of the CPU that stands still; null when they are not known. */
    @Nullable
    String registers() {
        return registers;
    }

    /** Takes what the target just said of its registers, in hexadecimal. */
    void registers(String general) {
        registers = halted ? general : null;
    }

    /** Other registers are meant from now on. */
    void selected() {
        registers = null;
    }

    /** The target is let run. */
    void runs() {
        halted = false;
        registers = null;
        thisHalt.clear();
        breakpoints.ran();
    }

    /**
     * The server says that the target stands still.
     *
     * @param ran true when it was let run before, and this is the answer
     */
    void halts(boolean ran) {
        doubtful &= !ran;
        halted = !doubtful;
    }

    /** Any memory may have changed. */
    void changed() {
        changes++;
        registers = null;
        lasting.clear();
        thisHalt.clear();
        breakpoints.forget();
    }

    /** Any memory may have changed, and the target may run. */
    void unsettled() {
        changed();
        halted = false;
        doubtful = true;
    }

    /** How often that was. */
    int changes() {
        return changes;
    }

    /** The server was told to insert or remove a breakpoint. */
    void breakpoint(Breakpoint at, boolean insert, boolean done) {
        if (breakpoints.full()) {
            changed();
        } else if (!breakpoints.told(at, insert, done)) {
            lasting.drop(Breakpoints.first(at), Breakpoints.last(at));
            thisHalt.drop(Breakpoints.first(at), Breakpoints.last(at));
        }
    }
}
