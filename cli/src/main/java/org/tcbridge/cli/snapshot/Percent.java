package org.tcbridge.cli.snapshot;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says how far a long transfer is, at each tenth and when some time has passed. */
final class Percent implements PartialMemory.Progress {
    /** Bytes: nothing is said of less. */
    private static final long LONG = 256 * 1024;

    /** So long a user may wonder, in ns. */
    private static final long SILENCE = 5_000_000_000L;

    private final Consumer<String> log;
    private final LongSupplier clock;
    private long said;
    private long when;

    /**
     * A transfer begins.
     *
     * @param log told how far it is
     * @param clock in ns, as {@link System#nanoTime}
     */
    Percent(Consumer<String> log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
        this.when = clock.getAsLong();
    }

    @Override
    public void bytes(long done, long all, long unreadable) {
        long percent = 100 * done / all;
        boolean tenth = percent / 10 > said / 10;
        if (all > LONG && (tenth || clock.getAsLong() - when >= SILENCE)) {
            said = percent;
            when = clock.getAsLong();
            log.accept("%d %% of %d bytes%s"
                    .formatted(
                            tenth ? percent / 10 * 10 : percent,
                            all,
                            unreadable == 0 ? "" : ", %d of them cannot be read".formatted(unreadable)));
        }
    }
}
