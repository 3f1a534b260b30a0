package org.tcbridge.threadx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.symbol.Symbols;

/** The kernel's variables, as common/inc/tx_thread.h of ThreadX 6.4 declares them. */
final class KernelSymbols {
    static final String CREATED = "_tx_thread_created_ptr";
    static final String COUNT = "_tx_thread_created_count";
    /** Of several cores an array, as are {@link #STATE} and some of the neighbours. */
    static final String CURRENT = "_tx_thread_current_ptr";

    /** Nesting of interrupts; {@code TX_INITIALIZE_IN_PROGRESS} and the like before the scheduler runs. */
    static final String STATE = "_tx_thread_system_state";

    /** What only the kernels for several cores have. */
    private static final String SMP = "_tx_thread_smp_protection";

    /** More cores than this nobody has, {@code TX_THREAD_SMP_MAX_CORES}. */
    private static final int MAX_CORES = 8;

    /** Variables whose addresses tell where the arrays end. */
    private static final List<String> NEIGHBOURS = List.of(
            "_tx_thread_execute_ptr",
            "_tx_thread_preempt_disable",
            "_tx_thread_mutex_release",
            "_tx_thread_highest_priority",
            "_tx_thread_priority_list",
            "_tx_thread_priority_maps",
            "_tx_thread_preempted_maps",
            "_tx_thread_system_stack_ptr",
            "_tx_thread_smp_schedule_list",
            "_tx_thread_smp_release_cores_flag",
            "_tx_thread_smp_protect_wait_counts",
            "_tx_thread_smp_protect_wait_list",
            "_tx_thread_smp_system_error",
            "_tx_timer_time_slice",
            "_tx_timer_expired_time_slice",
            "_tx_timer_interrupt_active",
            "_tx_timer_system_clock",
            "_tx_timer_thread",
            "_tx_build_options");

    static final List<Set<String>> REQUIRED = List.of(Set.of(CREATED), Set.of(CURRENT), Set.of(COUNT));
    static final Set<String> OPTIONAL = optional();

    private final Symbols symbols;
    private final NavigableSet<Long> data = new TreeSet<>(Long::compareUnsigned);

    KernelSymbols(Symbols symbols) {
        this.symbols = symbols;
        List<String> variables = new ArrayList<>(List.of(CREATED, COUNT, CURRENT));
        variables.addAll(OPTIONAL);
        variables.forEach(name -> symbols.address(name).ifPresent(data::add));
    }

    private static Set<String> optional() {
        Set<String> names = new LinkedHashSet<>(List.of(STATE, SMP));
        names.addAll(NEIGHBOURS);
        return names;
    }

    /** What debug information tells of the variables. */
    DeclaredTypes types() {
        return symbols.types();
    }

    OptionalLong address(String name) {
        return symbols.address(name);
    }

    /** Address of a variable that {@link #REQUIRED} names. */
    long required(String name) {
        return symbols.address(name).orElseThrow();
    }

    /** Whether the kernel is the one for several cores, whose threads have more fields. */
    boolean smp() {
        return symbols.has(SMP);
    }

    /** How many current threads there are room for: at least 1. */
    int cores(int pointerBytes) {
        if (!smp()) {
            return 1;
        }
        OptionalInt declared = types().length(CURRENT);
        if (declared.isPresent()) {
            return Math.clamp(declared.getAsInt(), 1, MAX_CORES);
        }
        long current = required(CURRENT);
        Long next = data.higher(current);
        long bytes = symbols.size(CURRENT).orElse(next == null ? pointerBytes : next - current);
        return Math.clamp(bytes / pointerBytes, 1, MAX_CORES);
    }
}
