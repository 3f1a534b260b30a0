package org.tcbridge.freertos;

import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.tcbridge.freertos.ListWalker.Member;

/** Whether what was learnt of the words behind a task's name still fits. */
final class TailCheck {
    private TailCheck() {}

    static boolean contradicts(Collection<Member> members) {
        Set<Long> numbers = new HashSet<>();
        for (Member member : members) {
            Tcb tcb = member.tcb();
            OptionalLong number = tcb.optional("uxTCBNumber");
            if (number.isPresent() && (number.getAsLong() == 0 || !numbers.add(number.getAsLong()))) {
                return true;
            }
            OptionalLong end = tcb.optional("pxEndOfStack");
            if (end.isPresent() && Long.compareUnsigned(end.getAsLong(), tcb.value("pxStack")) <= 0) {
                return true;
            }
            OptionalLong base = tcb.optional("uxBasePriority");
            if (base.isPresent()
                    && Long.compareUnsigned(base.getAsLong(), tcb.layout().priorities()) >= 0) {
                return true;
            }
        }
        return false;
    }
}
