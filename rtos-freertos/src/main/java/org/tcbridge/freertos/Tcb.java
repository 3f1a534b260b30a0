package org.tcbridge.freertos;

import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.Block;

/**
 * A task control block as read from the target.
 *
 * @param address where it is
 * @param block its bytes, perhaps with some in front and perhaps without its end
 * @param layout how to read them
 */
record Tcb(long address, Block block, KernelLayout layout) {
    /** The unsigned value of a member. */
    long value(String member) {
        StructLayout tcb = layout.tcb();
        return block.unsigned(address + tcb.offset(member), tcb.size(member));
    }

    /** The unsigned value of a member that the configuration or the bytes read may lack. */
    OptionalLong optional(String member) {
        StructLayout tcb = layout.tcb();
        boolean there = tcb.has(member) && block.contains(address + tcb.offset(member), tcb.size(member));
        return there ? OptionalLong.of(value(member)) : OptionalLong.empty();
    }

    /** The list an item hangs in, 0 for none. */
    long container(String item) {
        return value(item + ".pvContainer");
    }

    /** Whether the task waits for an event: its event item hangs in a list. */
    boolean waitsForEvent() {
        return container("xEventListItem") != 0;
    }

    /** What speaks against a task control block being here; empty when nothing does. */
    Optional<String> fault() {
        for (String item : new String[] {"xStateListItem", "xEventListItem"}) {
            long owner = value(item + ".pvOwner");
            if (owner != address) {
                return Optional.of("%s.pvOwner is 0x%x, expected 0x%x".formatted(item, owner, address));
            }
        }
        return Optional.empty();
    }

    /** The task's name up to its NUL or the field's end; unprintable bytes show as a question mark. */
    String name() {
        int offset = layout.tcb().offset("pcTaskName");
        int length = layout.tcb().size("pcTaskName");
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length && block.contains(address + offset + i, 1); i++) {
            int c = (int) block.unsigned(address + offset + i, 1);
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
