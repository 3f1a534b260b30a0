package org.tcbridge.core.memory;

/**
 * What reading memory costs: each read takes the time of a round trip, each byte the time it is on its way.
 *
 * @param readNanos of a round trip, in ns
 * @param byteNanos of a byte, in ns
 * @param most bytes that the server gives at once
 */
public record ReadCost(double readNanos, double byteNanos, int most) {
    /** Of a link that nothing is known of: the time of a round trip is that of 512 bytes, as over JTAG or SWD. */
    public static final ReadCost ASSUMED = new ReadCost(512, 1, Integer.MAX_VALUE);

    /** Checks that reads take time. */
    public ReadCost {
        if (!(readNanos > 0) || !(byteNanos > 0) || most < 1) {
            throw new IllegalArgumentException("%s ns a read, %s ns a byte, at most %d bytes: expected more than 0"
                    .formatted(readNanos, byteNanos, most));
        }
    }

    /** The same costs at a server that gives so many bytes at once. */
    public ReadCost most(int bytes) {
        return new ReadCost(readNanos, byteNanos, bytes);
    }

    /** The time that reading so many bytes in a row takes, in ns. */
    public double nanos(long bytes) {
        return Math.ceilDiv(bytes, most) * readNanos + bytes * byteNanos;
    }

    /** So many bytes take as long as a round trip: fewer between two ranges are worth being read along. */
    public long gap() {
        return (long) (readNanos / byteNanos);
    }
}
