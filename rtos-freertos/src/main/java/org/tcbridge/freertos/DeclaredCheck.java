package org.tcbridge.freertos;

import java.util.Collection;
import java.util.OptionalLong;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.freertos.ListWalker.Member;

/**
 * Whether the words behind tasks' names are what the program's debug information calls them: another configuration's differ
 * there and nowhere else.
 */
final class DeclaredCheck {
    /** No stack is believed to be larger, in bytes. */
    private static final long MAX_STACK = 1L << 26;

    /** {@code taskNOTIFICATION_RECEIVED}, tasks.c, is the last state. */
    private static final long LAST_STATE = 2;

    private DeclaredCheck() {}

    /**
     * Checks all control blocks.
     *
     * @param created number of tasks created so far, when the kernel tells
     */
    static boolean fits(Collection<Member> members, OptionalLong created) {
        int raised = 0;
        int equal = 0;
        for (Member member : members) {
            Tcb tcb = member.tcb();
            if (!number(tcb, created) || !stackEnd(tcb) || !states(tcb)) {
                return false;
            }
            OptionalLong base = tcb.optional("uxBasePriority");
            if (base.isPresent() && tcb.value("uxPriority") != 0) {
                raised++;
                equal += base.getAsLong() == tcb.value("uxPriority") ? 1 : 0;
            }
        }
        // few tasks have inherited a priority
        return 3 * equal >= 2 * raised;
    }

    private static boolean number(Tcb tcb, OptionalLong created) {
        OptionalLong number = tcb.optional("uxTCBNumber");
        return number.isEmpty()
                || created.isEmpty()
                || Long.compareUnsigned(number.getAsLong(), created.getAsLong()) <= 0;
    }

    private static boolean stackEnd(Tcb tcb) {
        OptionalLong end = tcb.optional("pxEndOfStack");
        if (end.isEmpty()) {
            return true;
        }
        long bytes = end.getAsLong() - tcb.value("pxStack");
        return bytes > 0 && bytes < MAX_STACK && tcb.layout().lists().aligned(end.getAsLong());
    }

    private static boolean states(Tcb tcb) {
        StructLayout layout = tcb.layout().tcb();
        if (!layout.has("ucNotifyState")) {
            return true;
        }
        for (int i = 0; i < layout.size("ucNotifyState"); i++) {
            long at = tcb.address() + layout.offset("ucNotifyState") + i;
            if (tcb.block().contains(at, 1) && tcb.block().unsigned(at, 1) > LAST_STATE) {
                return false;
            }
        }
        return true;
    }
}
