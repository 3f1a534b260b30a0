package org.tcbridge.freertos;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.MemoryException;

/**
 * Walks the kernel's lists. Trusts nothing: every list's head is checked before it is walked, every item's owner before it
 * counts, no item is visited twice. A list that breaks off is walked from its other end as well.
 */
final class ListWalker {
    /** A task on a list. */
    record Member(Tcb tcb, Membership membership) {}

    private final BlockCache memory;
    private final KernelLayout layout;
    private final TcbReader tcbs;
    private final List<String> problems;
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private int heads;
    private int faultyHeads;

    ListWalker(BlockCache memory, KernelLayout layout, TcbReader tcbs, List<String> problems) {
        this.memory = memory;
        this.layout = layout;
        this.tcbs = tcbs;
        this.problems = problems;
    }

    /** Tasks found so far, by address of their control block. */
    Map<Long, Member> members() {
        return members;
    }

    /** Whether more lists were sound than not. */
    boolean mostlySound() {
        return faultyHeads * 2 < heads;
    }

    /** Walks a list; a task that another list had before keeps what it was. */
    void walk(KernelList list) {
        heads++;
        Block head;
        try {
            head = Block.read(memory, list.address(), layout.lists().list().size(), layout.model());
        } catch (MemoryException e) {
            faulty(list, e.getMessage());
            return;
        }
        Optional<String> fault = layout.lists().fault(head, list.address());
        if (fault.isPresent()) {
            faulty(list, fault.get());
            return;
        }
        Set<Long> seen = new HashSet<>();
        Optional<String> broken = follow(list, layout.lists().first(head, list.address()), true, seen);
        if (broken.isPresent()) {
            problem(list, broken.get());
            follow(list, layout.lists().last(head, list.address()), false, seen);
        }
        long count = layout.lists().count(head, list.address());
        if (broken.isEmpty() && count != seen.size()) {
            problem(
                    list,
                    "uxNumberOfItems is %s, the list holds %d".formatted(Long.toUnsignedString(count), seen.size()));
        }
    }

    /** Follows a list's items in one direction. Returns what ended that before the list's end was reached. */
    private Optional<String> follow(KernelList list, long first, boolean forward, Set<Long> seen) {
        TaskItem which = list.item();
        String link = forward ? which.next() : which.previous();
        String direction = forward ? "pxNext" : "pxPrevious";
        int itemOffset = layout.tcb().offset(which.member());
        long end = layout.lists().end(list.address());
        for (long item = first; item != end; ) {
            if (!layout.lists().aligned(item)) {
                return Optional.of("%s is 0x%x, expected an item's address".formatted(direction, item));
            }
            if (seen.contains(item)) {
                return Optional.of("%s leads back to 0x%x".formatted(direction, item));
            }
            Tcb tcb;
            try {
                tcb = tcbs.read(item - itemOffset);
            } catch (MemoryException e) {
                return Optional.of("item 0x%x: %s".formatted(item, e.getMessage()));
            }
            long container = tcb.container(which);
            Optional<String> fault = tcb.fault();
            if (fault.isPresent()) {
                return Optional.of("item 0x%x: %s".formatted(item, fault.get()));
            }
            // an item that is just being inserted has no container yet
            if (container != list.address() && container != 0) {
                return Optional.of(
                        "item 0x%x: pvContainer is 0x%x, expected 0x%x".formatted(item, container, list.address()));
            }
            seen.add(item);
            members.putIfAbsent(tcb.address(), new Member(tcb, list.membership()));
            item = tcb.value(link);
        }
        return Optional.empty();
    }

    private void faulty(KernelList list, String why) {
        faultyHeads++;
        problem(list, why);
    }

    private void problem(KernelList list, String why) {
        problems.add("%s at 0x%x: %s".formatted(list.membership().list(), list.address(), why));
    }
}
