package org.tcbridge.elf.dwarf;

/** How many entries one question may look at: references may lead to the same ones over and over. */
final class Work {
    /** More than any struct of a kernel takes, and few enough to be done in less than a second. */
    private static final int MOST = 1 << 20;

    private long left = MOST;

    /** Work that has an end of its own. */
    static Work unbounded() {
        Work work = new Work();
        work.left = Long.MAX_VALUE;
        return work;
    }

    /** A new question. */
    void begin() {
        left = MOST;
    }

    /** One more entry. */
    void one() throws DwarfException {
        if (--left < 0) {
            throw new DwarfException("more than %d entries to look at, expected a struct of a kernel".formatted(MOST));
        }
    }
}
