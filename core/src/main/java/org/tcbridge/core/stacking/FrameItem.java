package org.tcbridge.core.stacking;

import java.util.List;

/** An entry of a stacking file's {@code frame} list. */
sealed interface FrameItem {
    /** Name of a slot that holds nothing. */
    String PADDING = "-";

    /**
     * Bytes of the frame.
     *
     * @param name a register, a frame word in upper case, or {@link #PADDING}
     * @param bytes size; 0 for the size of a pointer
     */
    record Slot(String name, int bytes) implements FrameItem {
        boolean padding() {
            return name.equals(PADDING);
        }

        int bytes(int pointerBytes) {
            return bytes == 0 ? pointerBytes : bytes;
        }
    }

    /**
     * A choice.
     *
     * @param when the condition; unknown counts as false
     * @param slots when it holds
     * @param otherwise when it does not
     */
    record Group(Expression when, List<FrameItem> slots, List<FrameItem> otherwise) implements FrameItem {}

    /** Largest size of a list of entries in bytes. */
    static int most(List<FrameItem> items, int pointerBytes) {
        int sum = 0;
        for (FrameItem item : items) {
            sum += switch (item) {
                case Slot slot -> slot.bytes(pointerBytes);
                case Group group -> Math.max(most(group.slots, pointerBytes), most(group.otherwise, pointerBytes));
            };
        }
        return sum;
    }
}
