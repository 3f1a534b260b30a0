package org.tcbridge.core.rtos;

import java.util.Locale;

/** What a task is doing, in the words all RTOSes share. */
public enum TaskState {
    /** On a CPU. */
    RUNNING,
    /** Could run. */
    READY,
    /** Waits for an event or a time. */
    BLOCKED,
    /** Stopped until somebody resumes it. */
    SUSPENDED,
    /** Deleted, its memory not yet freed. */
    DELETED,
    /** Its entry function returned (ThreadX). */
    COMPLETED,
    /** Ended by another (ThreadX). */
    TERMINATED,
    /** Waits for a time only (ThreadX). */
    SLEEPING;

    /** The word users read, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
