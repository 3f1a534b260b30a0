package org.tcbridge.freertos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The number of priorities, that is of ready lists.
 *
 * @param count {@code configMAX_PRIORITIES}
 * @param source where it was learnt
 */
record Priorities(int count, String source) {
    /**
     * Decides between several sources, none of which is always there and none of which is always right.
     *
     * @param bySize from the size of the array's symbol
     * @param bound most there is room for
     * @param sound ready lists in a row that look like lists; others may follow them
     * @param tasks whose event items hold {@code configMAX_PRIORITIES - uxPriority} unless borrowed for other things
     * @param topUsed {@code uxTopUsedPriority}, garbage before the start-up code has run
     */
    static Priorities decide(OptionalInt bySize, int bound, int sound, List<Tcb> tasks, OptionalLong topUsed) {
        if (bySize.isPresent()) {
            return new Priorities(bySize.getAsInt(), "symbol size of " + KernelSymbols.READY);
        }
        Map<Long, Integer> votes = new HashMap<>();
        for (Tcb task : tasks) {
            votes.merge(task.value("xEventListItem.xItemValue") + task.value("uxPriority"), 1, Integer::sum);
        }
        long highest =
                tasks.stream().mapToLong(t -> t.value("uxPriority")).max().orElse(0);
        var winner = votes.entrySet().stream().max(Map.Entry.comparingByValue());
        if (winner.isPresent()) {
            long count = winner.get().getKey();
            if (2 * winner.get().getValue() >= tasks.size() && count > 0 && count <= bound) {
                return new Priorities(
                        (int) count,
                        "calibrated: event item value + uxPriority of %d of %d tasks"
                                .formatted(winner.get().getValue(), tasks.size()));
            }
        }
        long used = topUsed.orElse(-1) + 1;
        if (used > highest && used <= bound) {
            return new Priorities((int) used, "uxTopUsedPriority + 1");
        }
        return new Priorities(Math.max(1, sound), "calibrated: ready lists in a row that are sound");
    }
}
