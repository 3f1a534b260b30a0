package org.tcbridge.cli.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A range of addresses.
 *
 * @param start the first one, unsigned
 * @param length bytes, at least 1
 */
public record Range(long start, long length) {
    /** Ranges that are closer than this are one: reading what is between costs less than another request. */
    private static final int GAP = 64;

    /** The address behind it. */
    long end() {
        return start + length;
    }

    /** True when the address is inside. */
    boolean contains(long address) {
        return Long.compareUnsigned(address - start, length) < 0;
    }

    /** The same addresses in order, with those that overlap or nearly touch joined. */
    static List<Range> joined(List<Range> ranges) {
        List<Range> sorted = ranges.stream()
                .sorted(Comparator.comparing(Range::start, Long::compareUnsigned))
                .toList();
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && Long.compareUnsigned(range.start - last.start, last.length + GAP) <= 0) {
                long length = Math.max(last.length, range.end() - last.start);
                joined.set(joined.size() - 1, new Range(last.start, length));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    @Override
    public String toString() {
        return "0x%x, %d bytes".formatted(start, length);
    }
}
