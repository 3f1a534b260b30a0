package org.tcbridge.bench.suite;

/** What a run is doing, on standard error: standard output is the tables' alone. */
final class Progress {
    private Progress() {}

    static void say(String what) {
        System.err.println("bench: " + what);
    }
}
