package org.tcbridge.core.arch;

import java.net.URL;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.register.RegisterSet;

/** A CPU architecture, found by {@link java.util.ServiceLoader}. Implementations are stateless. */
public interface Architecture {
    /** What {@code --arch} and stacking files call it, such as {@code arm-m}. */
    String id();

    /** One line for people. */
    String title();

    /** Size of a pointer and a saved general register: 4 or 8 bytes. */
    int pointerBytes();

    /** Byte orders this architecture comes in, the usual one first. */
    List<ByteOrder> byteOrders();

    /** How well a target fits. */
    Fit recognise(TargetEvidence evidence);

    /** How sure a recognition is. */
    enum Fit {
        /** The evidence speaks against it. */
        NO,
        /** Nothing speaks against it, but it may be another one. */
        POSSIBLE,
        /** The evidence names it. */
        CERTAIN
    }

    /**
     * gdb's register set for a server that has no target description.
     *
     * @param gBytes length of the server's {@code g} reply in bytes
     * @return empty when gdb knows no set of that length for this architecture
     */
    Optional<RegisterSet> defaultRegisters(int gBytes);

    /**
     * The name that stacking files use for a register, such as {@code pc} for {@code r15}. A name without a synonym
     * comes back as it is.
     */
    String canonicalName(String register);

    /**
     * Canonical names of the registers that a saved frame may hold, so that a misspelt one in a stacking file is noticed;
     * empty when any name may be one.
     */
    default Set<String> registerNames() {
        return Set.of();
    }

    /**
     * The registers that make up a wider one, least significant first, such as {@code s16, s17} for {@code d8}; empty
     * for one that is not made of others.
     */
    List<String> parts(String register);

    /**
     * The kind gdb gives a breakpoint at the place these registers are at: the size of the instruction in bytes, where an
     * architecture has several (gdb 13, "Target-specific details", breakpoint kinds).
     *
     * @param registers values by canonical name; empty for one that is not known
     */
    int breakpointKind(Function<String, OptionalLong> registers);

    /**
     * The exception or interrupt the CPU handles.
     *
     * @param registers values by canonical name; empty for one that is not known
     * @return such as {@code exception 15 (SysTick)}; empty when it runs a task, or when the registers do not tell
     */
    Optional<String> handler(Function<String, OptionalLong> registers);

    /**
     * The register from which {@link #handler} tells, when kernels switch tasks in exception handlers only: a CPU that is in none
     * and has the stack pointer it had executes the task it did, as no two tasks have a stack in common.
     *
     * @return empty where kernels switch tasks elsewhere too
     */
    default Optional<String> handlerStatus() {
        return Optional.empty();
    }

    /** Where the CPU saves what an exception interrupts; empty when its handlers do all of that, or it is not known. */
    default Optional<ExceptionEntry> exceptionEntry() {
        return Optional.empty();
    }

    /** Stacking files this module brings: the frame of {@link #exceptionEntry()}. */
    default List<URL> stackings() {
        return List.of();
    }

    /**
     * True for a register of the CPU that no task has a value of its own of, such as the interrupt mask: it is the same
     * whatever task is looked at.
     *
     * @param register its canonical name
     */
    default boolean isShared(String register) {
        return false;
    }

    /**
     * True for a floating-point register that holds a narrower value with all bits above it set, so that a frame of the
     * narrower value tells the whole register (RISC-V Unprivileged, "NaN Boxing of Narrower Values").
     *
     * @param register its canonical name
     */
    default boolean boxesNarrower(String register) {
        return false;
    }

    /** Symbols of the place where programs begin after a reset, as start-up codes call it. */
    default Set<String> startUpSymbols() {
        return Set.of();
    }

    /**
     * True when the CPU, which is known to be on no task's stack, is on the one it had at reset and in no handler.
     *
     * @param registers values by canonical name; empty for one that is not known
     */
    default boolean onResetStack(Function<String, OptionalLong> registers, Memory memory, DataModel data) {
        return false;
    }
}
