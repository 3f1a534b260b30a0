package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.freertos.ListWalker.Member;
import org.tcbridge.freertos.Membership.Kind;

/**
 * Finds {@code ulNotifiedValue[]} and {@code ucNotifyState[]}, which end a control block, by trying every place and taking
 * the likeliest: states are 0 to 2, a task that waits for a notification waits for nothing else, the structure's end agrees
 * with what the heap gave, and few words stand between it and what is known.
 */
final class NotifyCalibration {
    private static final int MAX_ENTRIES = 8;

    /**
     * A place.
     *
     * @param values offset of {@code ulNotifiedValue[]}
     * @param entries length of both arrays
     * @param stateBytes bytes of one state: 1, or 4 for V8.2's enum
     * @param waiting tasks that wait for a notification if this is the place
     */
    record Place(int values, int entries, int stateBytes, int waiting) {
        int states() {
            return values + 4 * entries;
        }

        int end() {
            return states() + entries * stateBytes;
        }
    }

    private final TailSamples samples;
    private final KernelSymbols symbols;
    private final int word;
    private final boolean wideStates;

    NotifyCalibration(TailSamples samples, KernelSymbols symbols, KernelLayout layout) {
        this.samples = samples;
        this.symbols = symbols;
        this.word = layout.model().pointerBytes();
        this.wideStates = layout.model().order() == ByteOrder.BIG_ENDIAN && symbols.has("uxTasksDeleted");
    }

    /** Bytes of the members between the mutex count and the notifications that the symbols tell of. */
    static int expectedBetween(KernelSymbols symbols, int word) {
        int tag = tag(symbols) ? word : 0;
        return tag + (runTime(symbols) ? 4 : 0);
    }

    static boolean tag(KernelSymbols symbols) {
        return symbols.hasAny("vTaskSetApplicationTaskTag", "xTaskGetApplicationTaskTag");
    }

    static boolean runTime(KernelSymbols symbols) {
        return symbols.hasAny("ulTotalRunTime", "ulTaskSwitchedInTime");
    }

    /**
     * The likeliest place.
     *
     * @param anchor offset behind the last member that is known; empty when none behind the name is
     * @param first lowest offset there can be
     * @param name offset of the name
     */
    Optional<Place> find(OptionalInt anchor, int first, int name) {
        OptionalInt allocated = samples.allocated();
        int limit = Math.min(samples.room(symbols), allocated.orElse(name + 256));
        Place best = null;
        int bestScore = Integer.MIN_VALUE;
        for (int values = first; values < limit; values += 4) {
            for (int entries = 1; entries <= MAX_ENTRIES; entries++) {
                for (int bytes = 1; bytes <= (wideStates && entries == 1 ? 4 : 1); bytes += 3) {
                    Optional<Place> place = place(values, entries, bytes, limit);
                    if (place.isEmpty()) {
                        continue;
                    }
                    int score = score(place.get(), allocated, anchor, name);
                    if (score >= bestScore) {
                        bestScore = score;
                        best = place.get();
                    }
                }
            }
        }
        boolean guess = anchor.isEmpty() && allocated.isEmpty() && best != null && best.waiting == 0;
        return guess ? Optional.empty() : Optional.ofNullable(best);
    }

    private Optional<Place> place(int values, int entries, int bytes, int limit) {
        Place place = new Place(values, entries, bytes, 0);
        if (place.end() > limit) {
            return Optional.empty();
        }
        int states = place.states();
        boolean possible = samples.all(states, entries * bytes, member -> {
            int waits = 0;
            for (int i = 0; i < entries; i++) {
                long state = samples.unsigned(member, states + i * bytes, bytes);
                if (state > 2) {
                    return false;
                }
                waits += state == 1 ? 1 : 0;
            }
            return waits == 0 || (waits == 1 && !waitsElsewhere(member));
        });
        if (!possible) {
            return Optional.empty();
        }
        int waiting = samples.count(member -> parked(member) && waits(member, place));
        return Optional.of(new Place(values, entries, bytes, waiting));
    }

    private boolean waits(Member member, Place place) {
        for (int i = 0; i < place.entries; i++) {
            int offset = place.states() + i * place.stateBytes;
            if (samples.has(member, offset, place.stateBytes)
                    && samples.unsigned(member, offset, place.stateBytes) == 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean waitsElsewhere(Member member) {
        return member.tcb().waitsForEvent() && member.membership().kind() != Kind.PENDING_READY;
    }

    private static boolean parked(Member member) {
        Kind kind = member.membership().kind();
        return (kind == Kind.SUSPENDED || kind == Kind.DELAYED) && !member.tcb().waitsForEvent();
    }

    private int score(Place place, OptionalInt allocated, OptionalInt anchor, int name) {
        int score = place.waiting > 0 ? 10 : 0;
        score -= place.entries - 1;
        score -= place.stateBytes > 1 ? 1 : 0;
        if (samples.count(member -> member.membership().kind() == Kind.READY && waits(member, place)) > 0) {
            score -= 1;
        }
        if (allocated.isPresent()) {
            int gap = allocated.getAsInt() - place.end();
            // padding, the byte or two that may follow the states, the heap's rounding; then perhaps iTaskErrno
            score += gap <= 2 * word + 1 ? 6 : gap <= 2 * word + 5 ? 3 : -6;
        }
        int expected = expectedBetween(symbols, word);
        if (anchor.isPresent()) {
            int between = place.values - anchor.getAsInt();
            boolean pointers = symbols.hasAny("pvTaskGetThreadLocalStoragePointer", "vTaskSetThreadLocalStoragePointer")
                    && between > expected
                    && (between - expected) % word == 0;
            boolean wideRunTime = runTime(symbols) && between == expected + 4;
            score += between == expected ? 4 : pointers || wideRunTime ? 3 : -2;
        } else {
            int nameLength = place.values - expected - name;
            score += nameLength == 16 ? 2 : nameLength % 4 == 0 && nameLength >= 8 && nameLength <= 64 ? 1 : 0;
        }
        return score;
    }
}
