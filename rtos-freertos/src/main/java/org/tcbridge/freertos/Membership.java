package org.tcbridge.freertos;

/**
 * The list a task was found on.
 *
 * @param kind which of the kernel's
 * @param list its name, such as {@code pxReadyTasksLists[3]}
 */
record Membership(Kind kind, String list) {
    enum Kind {
        /** {@code xPendingReadyList}, by event item; the task is on another list as well. */
        PENDING_READY,
        /** {@code pxReadyTasksLists}. */
        READY,
        /** Either delayed list. */
        DELAYED,
        /** {@code xSuspendedTaskList}: suspended, or blocked without a time limit. */
        SUSPENDED,
        /** {@code xTasksWaitingTermination}. */
        DELETED,
        /** No list: between two of them. */
        NONE
    }
}
