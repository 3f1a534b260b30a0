package org.tcbridge.proxy.target;

import java.util.Arrays;
import java.util.Optional;
import org.tcbridge.core.memory.ReadCost;

/**
 * What the last reads of memory took, and the line through them: the time of a round trip, and the time of a byte.
 *
 * <p>The slope is the median of the slopes between any two reads of very different sizes, the intercept the median of what is left (Theil
 * and Sen): up to a quarter of the reads may have been held up, by other people's commands or a busy computer, and change nothing.
 */
final class ReadTimes {
    /** So many reads are looked at, the last ones. */
    static final int MOST = 48;

    /** With fewer, or when most of them are equally long, nothing is said. */
    static final int FEWEST = 24;

    /** Sizes that differ less, in bytes, tell more of what was read when than of the link: the first read after a stop is slower. */
    private static final int DIFFERENCE = 256;

    /** Reading along fewer bytes gains nothing, more may leave a region of memory: a small page. */
    static final int LEAST_GAP = 32;

    static final int LARGEST_GAP = 4096;

    /** A server that answers sooner, in ns, is on this computer: what differs between its reads is chance, and none costs much. */
    static final int NEAR = 200_000;

    private final int[] bytes = new int[MOST];
    private final long[] nanos = new long[MOST];
    private int count;

    /** What was measured, and how many reads there were then. */
    private Optional<ReadCost> measured = Optional.empty();

    private int measuredAt;

    /** A read took so long. */
    void add(int length, long time) {
        bytes[count % MOST] = length;
        nanos[count % MOST] = time;
        count++;
    }

    /** The costs of a read; empty while too little is known, and where they are too small to tell. */
    Optional<ReadCost> cost(int most) {
        if (measuredAt != count) {
            measured = fit();
            measuredAt = count;
        }
        return measured.map(cost -> cost.most(most));
    }

    private Optional<ReadCost> fit() {
        int known = Math.min(count, MOST);
        double[] slopes = new double[MOST * (MOST - 1) / 2];
        int pairs = 0;
        int spread = Arrays.stream(bytes, 0, known).max().orElse(0)
                - Arrays.stream(bytes, 0, known).min().orElse(0);
        int least = Math.max(DIFFERENCE, spread / 2);
        for (int i = 0; i < known; i++) {
            for (int j = 0; j < i; j++) {
                int difference = bytes[i] - bytes[j];
                if (Math.abs(difference) >= least) {
                    slopes[pairs++] = (double) (nanos[i] - nanos[j]) / difference;
                }
            }
        }
        if (known < FEWEST || pairs < FEWEST) {
            return Optional.empty();
        }
        double slope = Math.max(0, median(slopes, pairs));
        double[] rest = new double[known];
        for (int i = 0; i < known; i++) {
            rest[i] = nanos[i] - slope * bytes[i];
        }
        double readNanos = median(rest, known);
        if (readNanos < NEAR) {
            return Optional.empty();
        }
        double byteNanos = Math.clamp(slope, readNanos / LARGEST_GAP, readNanos / LEAST_GAP);
        return Optional.of(new ReadCost(readNanos, byteNanos, Integer.MAX_VALUE));
    }

    private static double median(double[] values, int length) {
        Arrays.sort(values, 0, length);
        return (values[length / 2] + values[(length - 1) / 2]) / 2;
    }
}
