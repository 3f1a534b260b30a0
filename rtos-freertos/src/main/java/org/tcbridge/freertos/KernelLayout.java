package org.tcbridge.freertos;

import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.DataModel;

/**
 * All that a walk must know of the kernel's layout.
 *
 * @param lists of lists and their items
 * @param configuration what tasks.c was compiled with
 * @param tcb {@code TCB_t}
 * @param priorities {@code configMAX_PRIORITIES}
 * @param cores number of current-task pointers
 * @param extent what to read of a control block
 */
record KernelLayout(
        ListFormat lists, Configuration configuration, StructLayout tcb, int priorities, int cores, Extent extent) {
    /**
     * A range around a control block's address.
     *
     * @param before bytes in front of it
     * @param length bytes from it on
     */
    record Extent(int before, int length) {}

    static KernelLayout of(ListFormat lists, Configuration configuration, int priorities, int cores, Extent extent) {
        return new KernelLayout(lists, configuration, KernelTypes.TCB.layout(configuration), priorities, cores, extent);
    }

    KernelLayout withPriorities(int count) {
        return new KernelLayout(lists, configuration, tcb, count, cores, extent);
    }

    KernelLayout withCores(int count) {
        return new KernelLayout(lists, configuration, tcb, priorities, count, extent);
    }

    KernelLayout withExtent(Extent other) {
        return new KernelLayout(lists, configuration, tcb, priorities, cores, other);
    }

    DataModel model() {
        return configuration.model();
    }

    /** Bytes without which a control block tells nothing: both list items, priority, stack and a name's first word. */
    int minimum() {
        return tcb.offset("pcTaskName") + model().pointerBytes();
    }
}
