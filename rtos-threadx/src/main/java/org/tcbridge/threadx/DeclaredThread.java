package org.tcbridge.threadx;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.LayoutFact;

/**
 * A thread's layout as the program's file has it, without a target.
 *
 * @param layout from debug information; empty when that is missing or lacks a field that every kernel has
 * @param facts what is known, and what calibration would have to decide
 */
record DeclaredThread(Optional<ThreadLayout> layout, List<LayoutFact> facts) {
    static final String ORDER = "byte order and pointers";
    static final String THREAD = "TX_THREAD.";

    /** Fields that are read of every thread. */
    static final List<String> NEEDED = List.of(
            "tx_thread_id",
            "tx_thread_run_count",
            "tx_thread_stack_ptr",
            "tx_thread_stack_start",
            "tx_thread_stack_end",
            "tx_thread_name",
            "tx_thread_priority",
            "tx_thread_state",
            "tx_thread_entry",
            "tx_thread_entry_parameter",
            "tx_thread_suspend_control_block",
            "tx_thread_created_next",
            "tx_thread_created_previous",
            "tx_thread_user_priority",
            "tx_thread_inherit_priority");

    /** Behind the port's {@code TX_THREAD_EXTENSION_2}. */
    static final List<String> LATE = List.of("tx_thread_user_priority", "tx_thread_inherit_priority");

    private static final String LAST_EARLY = "tx_thread_created_previous";

    /** No control block is believed to be larger, in bytes. */
    private static final int MAX_THREAD = 1 << 14;

    /** What {@code TX_THREAD_EXTENSION_2} follows: the last of these that there are. */
    private static final List<String> BEFORE_EXTENSION_2 = List.of(
            "tx_thread_created_previous",
            "tx_thread_smp_core_mapped",
            "tx_thread_smp_core_control",
            "tx_thread_smp_core_executing");

    /** What the file tells. */
    static DeclaredThread of(KernelSymbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        DeclaredTypes types = symbols.types();
        Optional<StructLayout> thread = types.struct(KernelSymbols.CREATED, List.of("TX_THREAD", "TX_THREAD_STRUCT"));
        List<String> missing = thread.stream()
                .flatMap(t -> NEEDED.stream().filter(field -> !isNumber(t, field)))
                .toList();
        if (order.isEmpty()
                || thread.isEmpty()
                || !missing.isEmpty()
                || thread.get().size("tx_thread_stack_ptr") != pointerBytes
                || thread.get().size() > MAX_THREAD
                || extension2(thread.get()) + Integer.BYTES > thread.get().size()) {
            return new DeclaredThread(Optional.empty(), unknown(symbols, order, pointerBytes, missing));
        }
        DataModel model = new DataModel(order.get(), pointerBytes);
        ThreadLayout usual = ThreadLayout.usual(model, thread.get().size("tx_thread_id"), symbols.smp());
        ThreadLayout layout = new ThreadLayout(usual.configuration(), withExtension2(thread.get()), usual.object());
        return new DeclaredThread(Optional.of(layout), facts(symbols, model, thread.get()));
    }

    /** Whether a field is there, among the bytes that are read in any case if need be. */
    private static boolean isNumber(StructLayout thread, String field) {
        if (!thread.has(field) || thread.size(field) < 1 || thread.size(field) > Long.BYTES) {
            return false;
        }
        int end = thread.offset(field) + thread.size(field);
        return LATE.contains(field)
                ? end <= thread.size()
                : thread.has(LAST_EARLY) && end <= thread.offset(LAST_EARLY) + thread.size(LAST_EARLY);
    }

    /** Ports call what they add as they like: it is known by its place. */
    private static int extension2(StructLayout thread) {
        return BEFORE_EXTENSION_2.stream()
                .filter(thread::has)
                .mapToInt(field -> thread.offset(field) + thread.size(field))
                .max()
                .orElseThrow();
    }

    private static StructLayout withExtension2(StructLayout thread) {
        Map<String, Place> places = new LinkedHashMap<>(thread.places());
        places.put("extension_2", new Place(extension2(thread), Integer.BYTES));
        return new StructLayout(thread.name(), places, thread.size(), thread.alignment());
    }

    /** Whether the priorities are where debug information has them: few threads have inherited one. */
    static boolean fits(Collection<ThreadBlock> threads) {
        long own = threads.stream()
                .filter(thread ->
                        thread.optional("tx_thread_user_priority").orElse(-1) == thread.value("tx_thread_priority"))
                .count();
        return 3 * own >= 2L * threads.size();
    }

    private static List<LayoutFact> facts(KernelSymbols symbols, DataModel model, StructLayout thread) {
        String source = symbols.types().source() + ": " + KernelSymbols.CREATED;
        List<LayoutFact> facts = new ArrayList<>();
        facts.add(order(model.order(), model.pointerBytes()));
        facts.add(new LayoutFact(KernelTypes.ULONG, thread.size("tx_thread_id") + " bytes", source));
        facts.add(cores(symbols, model.pointerBytes()));
        facts.add(new LayoutFact("TX_THREAD", thread.size() + " bytes", source));
        thread.places().forEach((field, place) -> {
            if (field.indexOf('.') < 0) {
                facts.add(new LayoutFact(THREAD + field, "offset " + place.offset(), source));
            }
        });
        return List.copyOf(facts);
    }

    private static LayoutFact order(ByteOrder order, int pointerBytes) {
        return new LayoutFact(ORDER, order + ", " + pointerBytes + " bytes", "the program's file");
    }

    static LayoutFact cores(KernelSymbols symbols, int pointerBytes) {
        OptionalInt length = symbols.types().length(KernelSymbols.CURRENT);
        String from = !symbols.smp()
                ? "symbols: those of several cores are not there"
                : length.isPresent()
                        ? symbols.types().source() + ": " + KernelSymbols.CURRENT
                        : "symbol size of " + KernelSymbols.CURRENT;
        return new LayoutFact("cores", Integer.toString(symbols.cores(pointerBytes)), from);
    }

    private static List<LayoutFact> unknown(
            KernelSymbols symbols, Optional<ByteOrder> order, int pointerBytes, List<String> missing) {
        List<LayoutFact> facts = new ArrayList<>();
        order.ifPresent(known -> facts.add(order(known, pointerBytes)));
        facts.add(cores(symbols, pointerBytes));
        facts.add(LayoutFact.uncalibrated(KernelTypes.ULONG));
        NEEDED.stream()
                .filter(field -> !missing.contains(field))
                .forEach(field -> facts.add(LayoutFact.uncalibrated(THREAD + field)));
        missing.forEach(field -> facts.add(new LayoutFact(
                THREAD + field,
                LayoutFact.UNKNOWN,
                symbols.types().source() + " has no such member where one is expected")));
        return List.copyOf(facts);
    }

    /** Facts, each contradicted where one of the others has another value for the same. */
    static List<LayoutFact> against(List<LayoutFact> facts, List<LayoutFact> others) {
        return facts.stream()
                .map(fact -> others.stream()
                        .filter(other -> other.what().equals(fact.what()))
                        .filter(other -> known(other) && known(fact))
                        .findFirst()
                        .map(other -> fact.against(other.source(), other.value()))
                        .orElse(fact))
                .toList();
    }

    private static boolean known(LayoutFact fact) {
        return !fact.value().equals(LayoutFact.UNKNOWN);
    }
}
