package org.tcbridge.freertos;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.symbol.Symbols;

/**
 * The kernel's symbols. Link-time optimisation may rename a static variable {@code NAME.lto_priv.0}: both forms are asked
 * for and either will do.
 */
final class KernelSymbols {
    static final String CURRENT = "pxCurrentTCB";
    static final String CURRENTS = "pxCurrentTCBs";
    static final String READY = "pxReadyTasksLists";

    private static final String LTO = ".lto_priv.0";

    /** Variables that are read. */
    private static final List<String> VARIABLES = List.of(
            "xSchedulerRunning",
            "uxCurrentNumberOfTasks",
            "uxTaskNumber",
            "xDelayedTaskList1",
            "xDelayedTaskList2",
            "pxDelayedTaskList",
            "pxOverflowDelayedTaskList",
            "xPendingReadyList",
            "xSuspendedTaskList",
            "xTasksWaitingTermination",
            "uxTopUsedPriority",
            "xIdleTaskHandle",
            "xIdleTaskHandles",
            "xTimerTaskHandle");

    /** Variables whose addresses tell where others end. */
    private static final List<String> NEIGHBOURS = List.of(
            "xTickCount",
            "xNextTaskUnblockTime",
            "uxTopReadyPriority",
            "uxDeletedTasksWaitingCleanUp",
            "uxTasksDeleted",
            "uxSchedulerSuspended",
            "xYieldPending",
            "xYieldPendings",
            "xNumOfOverflows",
            "xPendedTicks",
            "uxPendedTicks",
            "uxMissedTicks",
            "xMissedYield",
            "ulTaskSwitchedInTime",
            "ulTotalRunTime",
            "xQueueRegistry",
            "pxCurrentTimerList",
            "pxOverflowTimerList",
            "xActiveTimerList1",
            "xActiveTimerList2",
            "xTimerQueue",
            "ucHeap",
            "xStart",
            "pxEnd");

    /** Functions whose presence tells of the configuration. */
    private static final List<String> FUNCTIONS = List.of(
            "xTaskIncrementTick",
            "vTaskIncrementTick",
            "ulTaskNotifyTake",
            "xTaskNotifyWait",
            "ulTaskGenericNotifyTake",
            "xTaskGenericNotifyWait",
            "xTaskPriorityInherit",
            "vTaskPriorityInherit",
            "vTaskSetApplicationTaskTag",
            "xTaskGetApplicationTaskTag",
            "vTaskSetThreadLocalStoragePointer",
            "pvTaskGetThreadLocalStoragePointer",
            "uxTaskGetTaskNumber",
            "uxTaskGetSystemState");

    static final List<Set<String>> REQUIRED = List.of(forms(List.of(CURRENT, CURRENTS)), forms(List.of(READY)));
    static final Set<String> OPTIONAL = optional();

    private final Symbols symbols;
    private final NavigableSet<Long> data = new TreeSet<>(Long::compareUnsigned);

    KernelSymbols(Symbols symbols) {
        this.symbols = symbols;
        Stream.of(List.of(CURRENT, CURRENTS, READY), VARIABLES, NEIGHBOURS)
                .flatMap(List::stream)
                .forEach(name -> address(name).ifPresent(data::add));
    }

    private static Set<String> forms(List<String> names) {
        Set<String> forms = new LinkedHashSet<>(names);
        names.forEach(name -> forms.add(name + LTO));
        return forms;
    }

    private static Set<String> optional() {
        Set<String> names = forms(VARIABLES);
        names.addAll(NEIGHBOURS);
        names.addAll(FUNCTIONS);
        return names;
    }

    OptionalLong address(String name) {
        OptionalLong address = symbols.address(name);
        return address.isPresent() ? address : symbols.address(name + LTO);
    }

    OptionalLong size(String name) {
        OptionalLong size = symbols.size(name);
        return size.isPresent() ? size : symbols.size(name + LTO);
    }

    /** What debug information tells of the variables. */
    DeclaredTypes types() {
        return symbols.types();
    }

    boolean has(String name) {
        return address(name).isPresent();
    }

    boolean hasAny(String... names) {
        return Stream.of(names).anyMatch(this::has);
    }

    /** Bytes from {@code address} to the next kernel variable behind it, which end whatever is at {@code address}. */
    OptionalLong room(long address) {
        Long next = data.higher(address);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next - address);
    }

    /** Whether the kernel keeps a current task per core. */
    boolean smp() {
        return has(CURRENTS);
    }

    /** Where the current task's pointer, or the first of several, is. */
    long current() {
        return address(CURRENTS).orElseGet(() -> address(CURRENT).orElseThrow());
    }

    String currentName() {
        return smp() ? CURRENTS : CURRENT;
    }
}
