package org.tcbridge.core.stacking;

import java.util.List;

/** Where a parked task's register is. */
public sealed interface Place {
    /**
     * In the task's stack.
     *
     * @param address of the first byte
     * @param bytes how many
     */
    record Saved(long address, int bytes) implements Place {}

    /**
     * In the task's stack, but only some bits of it are the register's; a write leaves the others alone.
     *
     * @param saved where
     * @param mask the bits
     */
    record Alias(Saved saved, long mask) implements Place {}

    /**
     * In several places, such as {@code d8} where {@code s16} and {@code s17} were saved.
     *
     * @param parts equally wide, least significant first
     */
    record Joined(List<Place> parts) implements Place {
        /** Copies the list. */
        public Joined {
            parts = List.copyOf(parts);
        }
    }

    /** Nowhere: it always has this value and cannot be written. */
    record Constant(long value) implements Place {}

    /** Nowhere: its value follows from where the frame is, as the stack pointer's does, and cannot be written. */
    record Computed(long value) implements Place {}

    /**
     * Not saved.
     *
     * @param reason why, for people
     */
    record Unavailable(String reason) implements Place {}
}
