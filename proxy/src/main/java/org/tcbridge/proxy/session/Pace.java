package org.tcbridge.proxy.session;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.tcbridge.proxy.loop.ShortWaits;

/**
 * How soon the server answers. What is due within a few milliseconds, as the last reply was, is looked for instead of being slept
 * for: a thread that has slept for a millisecond is slow when it is woken, since the CPU has slept too. Event loop.
 */
final class Pace {
    /** What comes sooner, in ns, {@link ShortWaits} looks for without being told. */
    private static final long LEAST_NS = 200_000;

    /** What comes later, in ns, is not worth a CPU's time. */
    private static final long MOST_NS = 2_000_000;

    private final LongSupplier nanoTime;
    private final LongConsumer look;
    private long askedAt;
    private long took = Long.MAX_VALUE;

    /** The pace of a server that has not answered yet. */
    Pace() {
        this(System::nanoTime, ShortWaits::lookFor);
    }

    /**
     * The same with a clock of one's own.
     *
     * @param nanoTime gives nanoseconds
     * @param look is told for how many of them to look for a reply
     */
    Pace(LongSupplier nanoTime, LongConsumer look) {
        this.nanoTime = nanoTime;
        this.look = look;
    }

    /** A question is sent. */
    void asked() {
        askedAt = nanoTime.getAsLong();
        if (took >= LEAST_NS && took <= MOST_NS) {
            look.accept(2 * took);
        }
    }

    /** Its reply is here. */
    void answered() {
        took = nanoTime.getAsLong() - askedAt;
        look.accept(0);
    }

    /** How long the reply to the last question has been awaited, in ns. */
    long waited() {
        return nanoTime.getAsLong() - askedAt;
    }
}
