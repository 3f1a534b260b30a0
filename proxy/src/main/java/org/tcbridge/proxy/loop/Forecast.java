package org.tcbridge.proxy.loop;

import java.util.Arrays;

/**
 * Whether what is waited for will come soon. gdb and its server take turns, and each takes as long as it took before: so what
 * the last waits were like tells which of them is waited for now, as a CPU foretells a branch from those before it (two-level
 * adaptive prediction). For each course of the last waits it is counted how looks went.
 */
final class Forecast {
    /** What looks may cost that are in vain; each of the others earns 1 of it back. */
    static final int CREDIT = 32;

    /** What a look in vain costs: a third of them may be. */
    private static final int IN_VAIN = 2;

    /** So many times it is not looked before it is tried again. */
    static final int PAUSES = 256;

    /** A bit for each of the last three waits: whether it was short. */
    private static final int COURSES = 1 << 3;

    private final int[] credits = new int[COURSES];
    private final int[] pauses = new int[COURSES];
    private int course;

    /** All waits are thought to be short at first. */
    Forecast() {
        Arrays.fill(credits, CREDIT);
    }

    /** True when it is worth looking whether it has come. */
    boolean soon() {
        boolean worth = credits[course] > 0 || ++pauses[course] > PAUSES;
        if (worth) {
            pauses[course] = 0;
        }
        return worth;
    }

    /** After {@link #soon()}: a look came to its end, because it came or in vain. */
    void looked(boolean came) {
        credits[course] = came ? Math.min(CREDIT, credits[course] + 1) : Math.max(0, credits[course] - IN_VAIN);
    }

    /** It has come, after a short wait or a long one. */
    void waited(boolean shortly) {
        course = (course << 1 | (shortly ? 1 : 0)) & COURSES - 1;
    }
}
