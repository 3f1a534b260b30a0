package org.tcbridge.freertos;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.freertos.ListWalker.Member;
import org.tcbridge.freertos.Membership.Kind;

/** Turns a control block and the list it was on into a task. States follow {@code eTaskGetState}, tasks.c. */
final class TaskDescription {
    private TaskDescription() {}

    static Task of(Member member, OptionalInt core) {
        Tcb tcb = member.tcb();
        OptionalLong number = tcb.optional("uxTCBNumber");
        long stack = tcb.value("pxStack");
        OptionalLong stackEnd = stackEnd(tcb);
        String name = tcb.name();
        long serial = number.isPresent() ? number.getAsLong() : 31L * name.hashCode() + Long.hashCode(stack);
        Map<String, Long> facts = stackEnd.isPresent()
                ? Map.of("stack_start", stack, "stack_end", stackEnd.getAsLong())
                : Map.of("stack_start", stack);
        return new Task(
                new TaskKey(tcb.address(), serial),
                name,
                core.isPresent() ? TaskState.RUNNING : state(member),
                core.isPresent() ? "" : detail(member),
                priority(OptionalLong.of(tcb.value("uxPriority"))),
                priority(tcb.optional("uxBasePriority")),
                core,
                OptionalLong.of(stack),
                stackEnd,
                tcb.value("pxTopOfStack"),
                facts);
    }

    private static OptionalInt priority(OptionalLong value) {
        // a number no kernel has is no priority
        return value.isPresent() && value.getAsLong() >= 0 && value.getAsLong() < 1 << 16
                ? OptionalInt.of((int) value.getAsLong())
                : OptionalInt.empty();
    }

    /** The address behind the stack: {@code pxEndOfStack} is that of its last word. */
    private static OptionalLong stackEnd(Tcb tcb) {
        OptionalLong last = tcb.optional("pxEndOfStack");
        return last.isPresent()
                ? OptionalLong.of(last.getAsLong() + tcb.layout().model().pointerBytes())
                : last;
    }

    private static TaskState state(Member member) {
        Tcb tcb = member.tcb();
        return switch (member.membership().kind()) {
            case PENDING_READY, READY, NONE -> TaskState.READY;
            case DELAYED -> TaskState.BLOCKED;
            case SUSPENDED ->
                tcb.waitsForEvent() || tcb.waitsForNotification() ? TaskState.BLOCKED : TaskState.SUSPENDED;
            case DELETED -> TaskState.DELETED;
        };
    }

    private static String detail(Member member) {
        Tcb tcb = member.tcb();
        Kind kind = member.membership().kind();
        return switch (kind) {
            case READY -> "";
            case PENDING_READY -> "until the scheduler resumes";
            case NONE -> "between two lists";
            case DELETED -> "until the idle task frees it";
            case DELAYED -> reason(tcb) + "until tick " + Long.toUnsignedString(tcb.value(TaskItem.STATE.value()));
            case SUSPENDED -> tcb.waitsForEvent() || tcb.waitsForNotification() ? reason(tcb) + "no time limit" : "";
        };
    }

    private static String reason(Tcb tcb) {
        if (tcb.waitsForEvent()) {
            return "event list 0x" + Long.toHexString(tcb.container(TaskItem.EVENT)) + ", ";
        }
        return tcb.waitsForNotification() ? "notification, " : "";
    }
}
