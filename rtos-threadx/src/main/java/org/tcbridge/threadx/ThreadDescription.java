package org.tcbridge.threadx;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;

/**
 * Turns a thread's control block into a task.
 *
 * @param names of threads
 * @param objects what threads wait on
 * @param basePriority whether a thread's priority without inheritance is known
 */
record ThreadDescription(Names names, WaitObjects objects, boolean basePriority) {

    Task of(ThreadBlock thread, OptionalInt core, boolean interrupted) {
        long stackStart = thread.value("tx_thread_stack_start");
        // the kernel has the address of the last byte
        long stackEnd = thread.value("tx_thread_stack_end") + 1;
        ThreadState state = ThreadState.of(thread.value("tx_thread_state")).orElseThrow();
        String detail = core.isPresent() ? (interrupted ? "in an interrupt" : "") : objects.describe(thread);
        OptionalLong base = basePriority ? thread.optional("tx_thread_user_priority") : OptionalLong.empty();
        return new Task(
                new TaskKey(thread.address(), serial(thread)),
                names.at(thread.value("tx_thread_name")),
                core.isPresent() ? TaskState.RUNNING : state.shared(),
                detail,
                OptionalInt.of((int) thread.value("tx_thread_priority")),
                base.isPresent() ? OptionalInt.of((int) base.getAsLong()) : OptionalInt.empty(),
                core,
                OptionalLong.of(stackStart),
                OptionalLong.of(stackEnd),
                thread.value("tx_thread_stack_ptr"),
                Map.of(
                        "stack_start",
                        stackStart,
                        "stack_end",
                        stackEnd,
                        "run_count",
                        thread.value("tx_thread_run_count"),
                        "extension_2",
                        thread.extension2()));
    }

    /** What a thread keeps all its life, and another one that gets its control block will hardly share. */
    private static long serial(ThreadBlock thread) {
        return Objects.hash(
                thread.value("tx_thread_name"),
                thread.value("tx_thread_entry"),
                thread.value("tx_thread_entry_parameter"),
                thread.value("tx_thread_stack_start"));
    }
}
