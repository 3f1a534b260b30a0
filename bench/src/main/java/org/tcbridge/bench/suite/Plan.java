package org.tcbridge.bench.suite;

/**
 * How long to measure.
 *
 * @param rounds slices of each case for each peer; the peers take turns within a round
 * @param seconds length of a slice
 * @param quick counts and a first impression only
 */
public record Plan(int rounds, double seconds, boolean quick) {
    /** Figures to rely on. */
    public static final Plan FULL = new Plan(15, 0.15, false);

    /** A run of less than two minutes: everything once or a few times. */
    public static final Plan QUICK = new Plan(3, 0.1, true);
}
