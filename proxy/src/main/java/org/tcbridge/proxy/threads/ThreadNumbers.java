package org.tcbridge.proxy.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;

/**
 * Numbers of tasks and CPUs as gdb's threads: positive, a task's for its whole life, never given to another task. They are
 * small; only a task without a name is numbered by the address of its control block, for want of anything else to tell it by.
 *
 * <p>A CPU's number is the one gdb saw at connect. When tasks appear, the task on a CPU takes over the CPU's number, or the
 * handler does that has interrupted it; and when the tasks are gone (a reset) the CPU takes it back: gdb's current thread never
 * dies under it, nor do its registers become another thread's.
 */
final class ThreadNumbers {
    /** Numbers from here on are addresses. */
    private static final long FIRST_ADDRESS = 0x1000;

    private final Map<TaskKey, Long> numbers = new HashMap<>();
    private final List<OptionalLong> cpus = new ArrayList<>();
    private final Map<Integer, Long> lastOnCpu = new HashMap<>();
    private final Map<Integer, Long> handlers = new HashMap<>();
    private final IntPredicate inHandler;
    private final Set<Long> addresses = new HashSet<>();
    private long next;

    /**
     * Starts with the numbers that gdb saw, one a CPU.
     *
     * @param inHandler tells of a CPU whether it is in a handler that is a thread of its own
     */
    ThreadNumbers(List<Long> cpuNumbers, IntPredicate inHandler) {
        this.inHandler = inHandler;
        cpuNumbers.forEach(n -> cpus.add(OptionalLong.of(n)));
        next = 1 + cpuNumbers.stream().mapToLong(n -> n).max().orElse(0);
    }

    /** Gives numbers to the tasks of a new snapshot and forgets those that are gone. */
    void update(Snapshot.Tasks tasks) {
        Set<TaskKey> alive = new HashSet<>();
        for (Task task : tasks.tasks()) {
            alive.add(task.key());
        }
        if (Collections.disjoint(numbers.keySet(), alive)) {
            relabel(alive);
        }
        numbers.keySet().retainAll(alive);
        for (int cpu = 0; cpu < cpus.size(); cpu++) {
            Optional<Task> running = tasks.running(cpu);
            if (running.isPresent()) {
                runs(cpu, running.get().key());
            } else if (cpus.get(cpu).isEmpty()) {
                cpus.set(cpu, OptionalLong.of(next++));
            }
        }
        for (Task task : tasks.tasks()) {
            numbers.computeIfAbsent(task.key(), k -> fresh(task));
        }
    }

    /**
     * Not one key is as before: where several tasks are at their old addresses it is the keys that changed, since a kernel's layout was
     * learnt anew and serials are taken from elsewhere. They are the same threads to gdb, in the midst of a step maybe.
     */
    private void relabel(Set<TaskKey> alive) {
        Map<Long, Long> byAddress = new HashMap<>();
        numbers.forEach((key, number) -> byAddress.put(key.address(), number));
        List<TaskKey> same = alive.stream()
                .filter(key -> byAddress.containsKey(key.address()))
                .toList();
        if (same.size() > 1) {
            same.forEach(key -> numbers.put(key, byAddress.get(key.address())));
        }
    }

    private long fresh(Task task) {
        long address = task.key().address();
        // a second task at the address is another thread, and the small numbers end long before the addresses begin
        boolean byAddress = task.name().isEmpty() && address >= FIRST_ADDRESS && addresses.add(address);
        return byAddress ? address : next++;
    }

    private void runs(int cpu, TaskKey key) {
        OptionalLong own = cpus.get(cpu);
        if (!numbers.containsKey(key) && own.isPresent()) {
            boolean interrupted = !handlers.containsKey(cpu) && inHandler.test(cpu);
            if (interrupted) {
                handlers.put(cpu, own.getAsLong());
            } else {
                numbers.put(key, own.getAsLong());
            }
            cpus.set(cpu, OptionalLong.empty());
        }
        numbers.computeIfAbsent(key, k -> next++);
        lastOnCpu.put(cpu, numbers.get(key));
    }

    /** Notes which task or handler a stop found on a CPU. */
    void nowOn(int cpu, long number) {
        lastOnCpu.put(cpu, number);
    }

    /** The tasks are gone: CPUs go on under the numbers of the tasks they ran. */
    void clear() {
        if (numbers.isEmpty()) {
            return;
        }
        numbers.clear();
        handlers.clear();
        for (int cpu = 0; cpu < cpus.size(); cpu++) {
            if (cpus.get(cpu).isEmpty()) {
                Long last = lastOnCpu.get(cpu);
                cpus.set(cpu, OptionalLong.of(last == null ? next++ : last));
            }
        }
        lastOnCpu.clear();
    }

    /** The number of a task of the last snapshot. */
    OptionalLong of(TaskKey key) {
        Long number = numbers.get(key);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** The number of the handler on a CPU, whichever it is. */
    long ofHandler(int cpu) {
        return handlers.computeIfAbsent(cpu, c -> next++);
    }

    /** The number of a CPU that runs no task. */
    long ofCpu(int cpu) {
        if (cpus.get(cpu).isEmpty()) {
            cpus.set(cpu, OptionalLong.of(next++));
        }
        return cpus.get(cpu).getAsLong();
    }
}
