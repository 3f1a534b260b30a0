package org.tcbridge.proxy.cache;

/**
 * What reads cost on this link: a time for each read, the least of the last few of few bytes, and a time for each byte, by
 * how much longer the fastest of those of many bytes took.
 */
final class LinkCost {
    /** At most so many bytes are few. */
    private static final int FEW = 16;

    /** At least so many are many. */
    private static final int MANY = 48;

    /** Reads that are remembered of each sort. */
    private static final int LAST = 8;

    private final long[] few = new long[LAST];
    private final double[] perByte = new double[LAST];
    private int fewSeen;
    private int manySeen;

    /** A read of so many bytes took so long, in nanoseconds. */
    void took(int bytes, long nanos) {
        if (bytes <= FEW) {
            few[fewSeen++ % LAST] = nanos;
        } else if (bytes >= MANY && fewSeen > 0) {
            perByte[manySeen++ % LAST] = Math.max(0, nanos - read()) / (double) bytes;
        }
    }

    /** Nanoseconds for a read of few bytes. */
    private long read() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(fewSeen, LAST); i++) {
            least = Math.min(least, few[i]);
        }
        return least;
    }

    /** Nanoseconds for each byte. */
    private double perByte() {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < Math.min(manySeen, LAST); i++) {
            least = Math.min(least, perByte[i]);
        }
        return least;
    }

    /** True when both have been measured. */
    boolean known() {
        return fewSeen > 0 && manySeen > 0;
    }

    /** True when the next read of many bytes tells what one costs. */
    boolean measuresBytes() {
        return fewSeen > 0;
    }

    /** True when reading so many bytes more costs less than another read would. */
    boolean pays(int more) {
        return more * perByte() <= read();
    }

    @Override
    public String toString() {
        return known()
                ? "%.0f \u00b5s a read, %.2f \u00b5s a byte".formatted(read() / 1e3, perByte() / 1e3)
                : "not measured yet";
    }
}
