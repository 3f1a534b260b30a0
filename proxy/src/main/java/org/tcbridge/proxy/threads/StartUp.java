package org.tcbridge.proxy.threads;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.proxy.target.LinkException;

/**
 * Tells a kernel that runs from what a reset leaves of one: until the start-up code has cleared memory, the lists of the
 * program's last life look sound.
 */
final class StartUp {
    private final TaskModel.Parts parts;
    private final CpuRegisters registers;
    private final BooleanSupplier reset;

    StartUp(TaskModel.Parts parts, CpuRegisters registers, BooleanSupplier reset) {
        this.parts = parts;
        this.registers = registers;
        this.reset = reset;
    }

    /**
     * Judges what a walk found.
     *
     * @param architecture the target's
     * @return why these are no tasks of a running kernel; empty when nothing speaks against them
     */
    Optional<String> leftOver(Snapshot.Tasks tasks, Architecture architecture) {
        if (reset.getAsBoolean()) {
            return Optional.of("the target was reset and has not run since");
        }
        Function<String, OptionalLong> cpu;
        try {
            LiveRegisters live = new LiveRegisters(registers.general(0), registers.named(architecture), tasks.model());
            cpu = live::value;
        } catch (LinkException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        OptionalLong pc = cpu.apply("pc");
        for (String symbol : architecture.startUpSymbols()) {
            OptionalLong start = parts.symbols().address(symbol);
            if (start.isPresent() && start.equals(pc)) {
                return Optional.of("the CPU is at " + symbol + ": the program is about to start");
            }
        }
        return onStartUpStack(tasks, architecture, cpu)
                ? Optional.of("the CPU is on the stack it had at reset, in no task's: the program is starting")
                : Optional.empty();
    }

    private boolean onStartUpStack(
            Snapshot.Tasks tasks, Architecture architecture, Function<String, OptionalLong> cpu) {
        OptionalLong sp = cpu.apply("sp");
        Optional<Task> running = tasks.running(0);
        boolean own = sp.isEmpty() || running.isEmpty() || inStack(running.get(), tasks, sp.getAsLong());
        DataModel data = tasks.model();
        return !own && architecture.onResetStack(cpu, parts.memory(), data);
    }

    /** A stack whose end the kernel does not tell ends at the latest where the next object of a task begins. */
    private static boolean inStack(Task task, Snapshot.Tasks tasks, long sp) {
        if (task.stackStart().isEmpty()) {
            return true;
        }
        long start = task.stackStart().getAsLong();
        // unsigned, no address is higher
        long end = task.stackEnd().orElse(-1);
        if (task.stackEnd().isEmpty()) {
            for (Task other : tasks.tasks()) {
                end = nextAbove(start, other.key().address(), end);
                end = nextAbove(start, other.stackStart().orElse(start), end);
            }
        }
        return Long.compareUnsigned(sp, start) >= 0 && Long.compareUnsigned(sp, end) <= 0;
    }

    /** An object's address when it is above the start and below what is the next one so far. */
    private static long nextAbove(long start, long object, long next) {
        return Long.compareUnsigned(object, start) > 0 && Long.compareUnsigned(object, next) < 0 ? object : next;
    }
}
