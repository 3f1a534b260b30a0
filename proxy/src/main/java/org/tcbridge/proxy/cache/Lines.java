package org.tcbridge.proxy.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes of the target's memory, in lines. A line is kept once for each state of the breakpoints around it. */
final class Lines {
    /** Bytes in a line, as many as bits in a {@code long}. */
    static final int SIZE = 64;

    /** So many are kept; with one more all are forgotten. */
    private static final int MOST = 4096;

    private final Map<Long, Line> lines = new HashMap<>();
    private int count;

    /** The bytes of a line that are known. */
    static final class Line {
        private final List<Breakpoints.Site> view;
        private final @Nullable Line next;
        private final byte[] bytes = new byte[SIZE];
        private long known;

        private Line(List<Breakpoints.Site> view, @Nullable Line next) {
            this.view = view;
            this.next = next;
        }

        boolean has(int index) {
            return (known & (1L << index)) != 0;
        }

        byte get(int index) {
            return bytes[index];
        }

        /** Takes so many bytes, which stand from an offset on, for those from an index on. */
        void put(int index, byte[] from, int offset, int count) {
            System.arraycopy(from, offset, bytes, index, count);
            known |= (count == SIZE ? -1L : (1L << count) - 1) << index;
        }
    }

    /** The address of the line that an address is in. */
    static long lineOf(long address) {
        return address & -SIZE;
    }

    /** Where in its line an address is. */
    static int indexOf(long address) {
        return (int) (address & (SIZE - 1));
    }

    /** The line at an address, as it is with breakpoints in this state; null when nothing of it is known. */
    @Nullable
    Line find(long start, List<Breakpoints.Site> view) {
        Line line = lines.get(start);
        while (line != null && !line.view.equals(view)) {
            line = line.next;
        }
        return line;
    }

    /** The same; a new one when nothing is known. */
    Line make(long start, List<Breakpoints.Site> view) {
        Line line = find(start, view);
        if (line == null) {
            if (count == MOST) {
                clear();
            }
            line = new Line(view, lines.get(start));
            lines.put(start, line);
            count++;
        }
        return line;
    }

    /** Forgets the lines with any of these addresses, in all states. */
    void drop(long first, long last) {
        long start = lineOf(first);
        while (true) {
            for (Line line = lines.remove(start); line != null; line = line.next) {
                count--;
            }
            if (start == lineOf(last)) {
                return;
            }
            start += SIZE;
        }
    }

    void clear() {
        if (count > 0) {
            lines.clear();
            count = 0;
        }
    }
}
