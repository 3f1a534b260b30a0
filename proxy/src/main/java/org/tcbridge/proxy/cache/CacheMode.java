package org.tcbridge.proxy.cache;

/** What may be answered without the target. */
public enum CacheMode {
    /** Nothing. */
    OFF,
    /** Code across halts, other memory that the program does not change within one. */
    CODE,
    /** The same, and RAM within one halt. */
    HALTED
}
