package org.tcbridge.core.rtos;

import java.util.List;
import java.util.OptionalInt;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * An RTOS's tasks on one target with one set of symbols. It learns the kernel's configuration from the target when it
 * first finds sound lists, keeps it, and learns anew when the target no longer agrees with it.
 */
public interface RtosView {
    /**
     * Who runs, in one memory read. Before the scheduler runs, or when the target's memory makes no sense, no core has
     * a task.
     *
     * @throws MemoryException when the kernel's variables cannot be read
     */
    Current current(Memory memory) throws MemoryException;

    /**
     * All tasks. Never fails: what cannot be read or does not add up is left out and named in the result. Reads are
     * bounded whatever the memory holds.
     */
    Snapshot snapshot(Memory memory);

    /** What was learnt of the kernel's layout and where from, for people; empty before the first sound snapshot. */
    List<LayoutFact> layout();

    /**
     * The byte that the kernel may fill new stacks with, so that what was never used can be told; empty when it never
     * does.
     */
    default OptionalInt stackFill() {
        return OptionalInt.empty();
    }
}
