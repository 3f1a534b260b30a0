package org.tcbridge.core.stacking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.FrameItem.Group;
import org.tcbridge.core.stacking.FrameItem.Slot;

/** One task's frame, laid out: which slots it has and where they are. Also what names in expressions stand for. */
final class Frame implements Expression.Scope {
    private final Task task;
    private final Map<String, Long> target;
    private final DataModel data;
    private final FrameBytes bytes;
    private final long origin;
    private final int span;
    private final Map<String, Extent> slots = new HashMap<>();
    private int size;
    private boolean complete;

    /**
     * @param origin address of the first of {@code bytes}
     * @param span how many there are when slots are listed from the last one down, else 0
     */
    private Frame(Task task, Map<String, Long> target, DataModel data, FrameBytes bytes, long origin, int span) {
        this.task = task;
        this.target = target;
        this.data = data;
        this.bytes = bytes;
        this.origin = origin;
        this.span = span;
    }

    /**
     * Bytes of a frame.
     *
     * @param offset of the first one from {@link Frame#origin}
     * @param bytes how many
     */
    record Extent(int offset, int bytes) {}

    /**
     * Reads and lays out a frame.
     *
     * @param target values that are the same for all tasks, by the names expressions use
     */
    static Frame read(
            List<FrameItem> items, int most, Task task, Map<String, Long> target, Memory memory, DataModel data)
            throws FrameException {
        long pointer = task.stackPointer();
        return new Frame(task, target, data, FrameBytes.read(memory, pointer, most), pointer, 0).laid(items);
    }

    /** Likewise, of a frame that ends at the task's pointer and is listed from there down. */
    static Frame readDown(
            List<FrameItem> items, int most, Task task, Map<String, Long> target, Memory memory, DataModel data)
            throws FrameException {
        long origin = task.stackPointer() - most;
        FrameBytes bytes = FrameBytes.read(memory, origin, most);
        bytes.need(most);
        return new Frame(task, target, data, bytes, origin, most).laid(items);
    }

    private Frame laid(List<FrameItem> items) throws FrameException {
        lay(items);
        complete = true;
        return this;
    }

    private void lay(List<FrameItem> items) throws FrameException {
        for (int i = 0; i < items.size(); i++) {
            switch (items.get(i)) {
                case Slot slot -> {
                    bytes.need(runEnd(items, i));
                    lay(slot);
                }
                case Group group -> lay(holds(group.when().evaluate(this)) ? group.slots() : group.otherwise());
            }
        }
    }

    /** Offset behind the slots from {@code first} up to the next choice. */
    private int runEnd(List<FrameItem> items, int first) {
        int end = size;
        for (int i = first; i < items.size() && items.get(i) instanceof Slot slot; i++) {
            end += slot.bytes(data.pointerBytes());
        }
        return end;
    }

    private void lay(Slot slot) throws FrameException {
        int length = slot.bytes(data.pointerBytes());
        int offset = span == 0 ? size : span - size - length;
        if (!slot.padding() && slots.put(slot.name(), new Extent(offset, length)) != null) {
            throw new FrameException(slot.name() + " is in the frame twice: expected once");
        }
        size += length;
    }

    /** An unknown condition does not hold. */
    static boolean holds(OptionalLong condition) {
        return condition.isPresent() && condition.getAsLong() != 0;
    }

    /** Address that extents are counted from. */
    long origin() {
        return origin;
    }

    /** Size in bytes. */
    int size() {
        return size;
    }

    /** Where a slot is; empty when this frame does not have it. */
    Optional<Extent> slot(String name) {
        return Optional.ofNullable(slots.get(name));
    }

    /** The frame's bytes, at least {@link #size} of them; not copied. */
    byte[] bytes() {
        return bytes.bytes();
    }

    @Override
    public OptionalLong value(String name) {
        Extent extent = slots.get(name);
        if (extent != null) {
            return extent.bytes > Long.BYTES
                    ? OptionalLong.empty()
                    : OptionalLong.of(data.unsigned(bytes.bytes(), extent.offset, extent.bytes));
        }
        if (name.startsWith(ExpressionReader.TASK)) {
            return ofTask(name.substring(ExpressionReader.TASK.length()));
        }
        return switch (name) {
            case ExpressionReader.ADDRESS -> OptionalLong.of(task.stackPointer());
            case ExpressionReader.TOP ->
                complete ? OptionalLong.of(span == 0 ? origin + size : origin + span) : OptionalLong.empty();
            default -> optional(target.get(name));
        };
    }

    private OptionalLong ofTask(String name) {
        return switch (name) {
            case "stack_start" -> task.stackStart();
            case "stack_end" -> task.stackEnd();
            case "stack_pointer" -> OptionalLong.of(task.stackPointer());
            case "priority" ->
                task.priority().isPresent() ? OptionalLong.of(task.priority().getAsInt()) : OptionalLong.empty();
            default -> optional(task.facts().get(name));
        };
    }

    private static OptionalLong optional(@org.jspecify.annotations.Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
