package org.tcbridge.core.stacking;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Names of the slots that an entry may put into a frame, without padding. */
    static Set<String> names(FrameItem item) {
        return switch (item) {
            case Slot slot -> slot.padding() ? Set.of() : Set.of(slot.name);
            case Group group ->
                Stream.concat(group.slots.stream(), group.otherwise.stream())
                        .flatMap(inner -> names(inner).stream())
                        .collect(Collectors.toSet());
        };
    }

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
