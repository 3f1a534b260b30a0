package org.tcbridge.freertos;

/**
 * One of the kernel's lists.
 *
 * @param address of its {@code List_t}
 * @param membership what being on it means
 */
record KernelList(long address, Membership membership) {
    /** Which of a task's two items hangs in it. */
    TaskItem item() {
        return membership.kind() == Membership.Kind.PENDING_READY ? TaskItem.EVENT : TaskItem.STATE;
    }
}
