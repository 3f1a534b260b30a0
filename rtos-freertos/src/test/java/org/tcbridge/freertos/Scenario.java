package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.freertos.KernelImage.Put;

/** A kernel with a task in every state, and what a debugger should say of each. */
final class Scenario {
    final KernelImage kernel;
    final List<String> expected = new ArrayList<>();
    private final int top;
    private final long queue;

    Scenario(KernelConfig config) {
        kernel = new KernelImage(config);
        top = config.priorities - 1;
        queue = kernel.eventList();
        String event = "event list 0x%x, ".formatted(queue);
        for (int core = 0; core < config.cores; core++) {
            Put idle = task("IDLE" + (config.cores > 1 ? core : ""), 0, 0);
            kernel.insert(kernel.ready(0), idle.tcb() + kernel.stateItem);
            kernel.poke(kernel.symbol("xIdleTaskHandle" + (config.cores > 1 ? "s" : "")), idle.tcb());
            if (core > 0) {
                kernel.run(idle, core);
                expect(idle, "running " + core, "");
            } else {
                expect(idle, "ready", "");
            }
        }
        Put busy = task("busy", 1, 1);
        kernel.insert(kernel.ready(Math.min(1, top)), busy.tcb() + kernel.stateItem);
        kernel.run(busy, 0);
        expect(busy, "running 0", "");

        Put ready = task("ready", 1, 1);
        kernel.insert(kernel.ready(Math.min(1, top)), ready.tcb() + kernel.stateItem);
        expect(ready, "ready", "");

        Put delayed = task("delay", 2, 2);
        delay(delayed, "xDelayedTaskList1", 1000);
        expect(delayed, "blocked", "until tick 1000");

        Put overflow = task("overfl", 3, 3);
        delay(overflow, "xDelayedTaskList2", 7);
        kernel.insert(queue, overflow.tcb() + kernel.eventItem);
        expect(overflow, "blocked", event + "until tick 7");

        Put holder = task("holder", 4, 1);
        delay(holder, "xDelayedTaskList1", 2000);
        expect(holder, "blocked", "until tick 2000");

        Put suspended = task("susp", 2, 2);
        kernel.insert(kernel.symbol("xSuspendedTaskList"), suspended.tcb() + kernel.stateItem);
        expect(suspended, "suspended", "");

        Put forever = task("forever", 5, 5);
        kernel.insert(kernel.symbol("xSuspendedTaskList"), forever.tcb() + kernel.stateItem);
        kernel.insert(queue, forever.tcb() + kernel.eventItem);
        expect(forever, "blocked", event + "no time limit");

        if (config.notifications > 0) {
            Put notify = task("notify", 3, 3);
            kernel.insert(kernel.symbol("xSuspendedTaskList"), notify.tcb() + kernel.stateItem);
            kernel.awaitNotification(notify);
            expect(notify, "blocked", "notification, no time limit");
        }

        Put pending = task("pending", 2, 2);
        delay(pending, "xDelayedTaskList1", 3000);
        kernel.insert(kernel.symbol("xPendingReadyList"), pending.tcb() + kernel.eventItem);
        expect(pending, "ready", "until the scheduler resumes");

        Put deleted = task("gone", 4, 4);
        kernel.insert(kernel.symbol("xTasksWaitingTermination"), deleted.tcb() + kernel.stateItem);
        expect(deleted, "deleted", "until the idle task frees it");
    }

    private Put task(String name, int priority, int base) {
        return kernel.create(name, Math.min(priority, top), Math.min(base, top));
    }

    private void delay(Put task, String list, int wake) {
        kernel.tick(task.tcb() + kernel.stateItem + kernel.itemValue, wake);
        kernel.insert(kernel.symbol(list), task.tcb() + kernel.stateItem);
    }

    private void expect(Put task, String state, String detail) {
        String base = kernel.config.mutexes ? " base " + task.base() : "";
        String end = kernel.config.stackEnd ? "-%x".formatted(task.stackTop() + kernel.config.word) : "";
        expected.add("%x %s %s [%s] %d%s %x%s"
                .formatted(task.tcb(), task.name(), state, detail, task.priority(), base, task.stack(), end));
    }

    RtosView attach(boolean orderKnown) {
        return new FreeRtos()
                .attach(kernel, orderKnown ? Optional.of(kernel.config.order) : Optional.empty(), kernel.config.word);
    }

    /** What a snapshot says, in the words of {@link #expected}. */
    static List<String> describe(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.NoTasks(String reason) -> List.of(reason);
            case Snapshot.Tasks(List<Task> tasks, var model, List<String> problems) -> {
                List<String> lines = new ArrayList<>();
                for (Task task : tasks) {
                    String core = task.core().isPresent() ? " " + task.core().getAsInt() : "";
                    String base = task.basePriority().isPresent()
                            ? " base " + task.basePriority().getAsInt()
                            : "";
                    String end = task.stackEnd().isPresent()
                            ? "-%x".formatted(task.stackEnd().getAsLong())
                            : "";
                    lines.add("%x %s %s%s [%s] %d%s %x%s"
                            .formatted(
                                    task.key().address(),
                                    task.name(),
                                    task.state().text(),
                                    core,
                                    task.detail(),
                                    task.priority().orElse(-1),
                                    base,
                                    task.stackStart().orElse(0),
                                    end));
                }
                problems.forEach(problem -> lines.add("problem: " + problem));
                yield lines;
            }
        };
    }

    List<String> expected() {
        return expected.stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** The order of the kernel's bytes. */
    ByteOrder order() {
        return kernel.config.order;
    }
}
