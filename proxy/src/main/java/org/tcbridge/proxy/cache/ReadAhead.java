package org.tcbridge.proxy.cache;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.tcbridge.rsp.command.ReadMemory;

/** How much is read where few bytes are asked for: as much as costs less than a second read would. */
final class ReadAhead {
    /** The most, in bytes. */
    private static final int MOST = 512;

    /** What is read to find out what bytes cost. */
    private static final int FIRST = Lines.SIZE;

    /** The frame of a packet, in bytes: some servers count it. */
    private static final int FRAME = 4;

    /** Places that are remembered for not being readable at large. */
    private static final int NARROW = 1024;

    private final LinkCost cost = new LinkCost();
    private final Set<Long> narrow = new HashSet<>();
    private IntSupplier packetSize = () -> 0;

    /** Tells how many bytes of a packet's body the server takes. */
    void packets(IntSupplier size) {
        packetSize = size;
    }

    /** A read of so many bytes took so long. */
    void took(int bytes, long nanos) {
        cost.took(bytes, nanos);
    }

    /** What to read in place of this, which is inside the zone. */
    ReadMemory widened(ReadMemory read, Zone zone) {
        if (narrow.contains(Lines.lineOf(read.address()))) {
            return read;
        }
        for (int size = MOST; size >= FIRST; size /= 2) {
            int more = size - read.length();
            boolean worth = cost.known() ? cost.pays(more) : size == FIRST && cost.measuresBytes();
            if (more > 0 && 2 * size + FRAME <= packetSize.getAsInt() && worth) {
                return around(read, zone, size);
            }
        }
        return read;
    }

    /** Code is read on both sides of a place, a stack from its top on. */
    private static ReadMemory around(ReadMemory read, Zone zone, int size) {
        int grain = zone.keep() == Zone.Keep.ONE_HALT ? Lines.SIZE : size;
        long first = read.address() & -grain;
        long last = first + size - 1;
        long readLast = read.address() + read.length() - 1;
        if (Long.compareUnsigned(last, readLast) < 0) {
            last = readLast;
        }
        if (Long.compareUnsigned(first, zone.start()) < 0) {
            first = zone.start();
        }
        if (Long.compareUnsigned(last, zone.last()) > 0) {
            last = zone.last();
        }
        return new ReadMemory(first, (int) (last - first + 1));
    }

    /** More than was asked for could not be read there. */
    void failed(ReadMemory asked) {
        if (narrow.size() == NARROW) {
            narrow.clear();
        }
        narrow.add(Lines.lineOf(asked.address()));
    }

    @Override
    public String toString() {
        return cost.toString();
    }
}
