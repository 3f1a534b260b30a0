package org.tcbridge.freertos;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.memory.Block;

/**
 * A task control block as read from the target.
 *
 * @param address where it is
 * @param block its bytes, perhaps with some in front and perhaps without its end
 * @param layout how to read them
 */
record Tcb(long address, Block block, KernelLayout layout) {
    private static final List<TaskItem> ITEMS = List.of(TaskItem.values());

    /** The unsigned value of a member. */
    long value(String member) {
        Place place = layout.tcb().place(member);
        return block.unsigned(address + place.offset(), place.size());
    }

    /** The unsigned value of a member that the configuration or the bytes read may lack. */
    OptionalLong optional(String member) {
        Place place = layout.tcb().places().get(member);
        return place != null && block.contains(address + place.offset(), place.size())
                ? OptionalLong.of(block.unsigned(address + place.offset(), place.size()))
                : OptionalLong.empty();
    }

    /** The list an item hangs in, 0 for none. */
    long container(TaskItem item) {
        return value(item.container());
    }

    /** Whether the task waits for an event: its event item hangs in a list. */
    boolean waitsForEvent() {
        return container(TaskItem.EVENT) != 0;
    }

    /** What speaks against a task control block being here; empty when nothing does. */
    Optional<String> fault() {
        for (TaskItem item : ITEMS) {
            long owner = value(item.owner());
            if (owner != address) {
                return Optional.of("%s is 0x%x, expected 0x%x".formatted(item.owner(), owner, address));
            }
        }
        return Optional.empty();
    }

    /** The task's name up to its NUL or the field's end; unprintable bytes show as a question mark. */
    String name() {
        Place place = layout.tcb().place("pcTaskName");
        byte[] bytes = block.bytes();
        int start = Math.toIntExact(address + place.offset() - block.address());
        int end = Math.min(start + place.size(), bytes.length);
        StringBuilder name = new StringBuilder(Math.max(0, end - start));
        for (int i = start; i < end; i++) {
            int c = bytes[i] & 0xff;
            if (c == 0) {
                break;
            }
            name.append(c >= 0x20 && c < 0x7f ? (char) c : '?');
        }
        return name.toString();
    }

    /** Whether the task waits for a notification, as far as the layout tells. */
    boolean waitsForNotification() {
        StructLayout tcb = layout.tcb();
        if (tcb.has("eNotifyState")) {
            return optional("eNotifyState").orElse(0) == 1;
        }
        if (!tcb.has("ucNotifyState")) {
            return false;
        }
        int offset = tcb.offset("ucNotifyState");
        for (int i = 0; i < tcb.size("ucNotifyState"); i++) {
            long at = address + offset + i;
            if (block.contains(at, 1) && block.unsigned(at, 1) == 1) {
                return true;
            }
        }
        return false;
    }
}
