package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.freertos.KernelLayout.Extent;

/**
 * The kernel's layout as the program's file has it, without a target.
 *
 * @param layout from debug information; empty when that is missing or lacks a member that every kernel has
 * @param facts what is known, and what calibration would have to decide
 */
record DeclaredKernel(Optional<KernelLayout> layout, List<LayoutFact> facts) {
    private static final List<String> TCB_NAMES = List.of("TCB_t", "tskTCB", "tskTaskControlBlock");
    private static final List<String> LIST_NAMES = List.of("List_t", "xLIST");

    /** Members that had another name in some version: tasks.c up to V8, list.h from V10.2. */
    private static final Map<String, String> ALIASES =
            Map.of("xGenericListItem", "xStateListItem", "pxContainer", "pvContainer");

    private static final List<String> ITEM_MEMBERS =
            List.of("xItemValue", "pxNext", "pxPrevious", "pvOwner", "pvContainer");
    private static final List<String> TCB_MEMBERS =
            List.of("pxTopOfStack", "uxPriority", "pxStack", "pcTaskName", "xStateListItem", "xEventListItem");
    private static final List<String> LIST_MEMBERS = List.of(
            "uxNumberOfItems", "pxIndex", "xListEnd", "xListEnd.xItemValue", "xListEnd.pxNext", "xListEnd.pxPrevious");

    /** Members that are no numbers. */
    private static final Set<String> WIDE = Set.of("pcTaskName", "xStateListItem", "xEventListItem", "xListEnd");

    /** No control block, with its MPU settings and its C library's data, and no list is believed to be larger, in bytes. */
    private static final int MAX_TCB = 1 << 14;

    private static final int MAX_LIST = 256;
    private static final int MAX_PRIORITIES = 1024;
    private static final int MAX_CORES = 64;

    /** What the file tells. */
    static DeclaredKernel of(KernelSymbols symbols, Optional<ByteOrder> order, int pointerBytes) {
        DeclaredTypes types = symbols.types();
        Optional<StructLayout> tcb =
                types.struct(symbols.currentName(), TCB_NAMES).map(DeclaredKernel::renamed);
        Optional<StructLayout> list = types.struct(KernelSymbols.READY, LIST_NAMES);
        List<String> missing = new ArrayList<>();
        if (tcb.isPresent() && list.isPresent()) {
            int read = tcb.get().has("pcTaskName") ? tcb.get().offset("pcTaskName") + pointerBytes : 0;
            missing.addAll(missing(tcb.get(), TCB_MEMBERS, read));
            for (String item : List.of("xStateListItem", "xEventListItem")) {
                missing.addAll(missing(
                        tcb.get(),
                        ITEM_MEMBERS.stream().map(m -> item + "." + m).toList(),
                        read));
            }
            missing.addAll(missing(list.get(), LIST_MEMBERS, list.get().size()));
        }
        Optional<LayoutFact> cores = cores(symbols, pointerBytes);
        OptionalInt priorities = list.isEmpty() ? OptionalInt.empty() : priorities(symbols, list.get());
        boolean whole = order.isPresent()
                && tcb.isPresent()
                && list.isPresent()
                && missing.isEmpty()
                && priorities.isPresent()
                && cores.isPresent()
                && tcb.get().size("pxTopOfStack") == pointerBytes
                && tcb.get().size() <= MAX_TCB
                && list.get().size() <= MAX_LIST
                && priorities.getAsInt() <= MAX_PRIORITIES
                && Integer.parseInt(cores.get().value()) <= MAX_CORES;
        if (!whole) {
            return new DeclaredKernel(Optional.empty(), unknown(symbols, order, cores, missing));
        }
        KernelLayout layout = layout(
                new DataModel(order.orElseThrow(), pointerBytes),
                tcb.get(),
                list.get(),
                priorities.getAsInt(),
                Integer.parseInt(cores.get().value()));
        return new DeclaredKernel(Optional.of(layout), facts(layout, cores.get(), symbols));
    }

    private static StructLayout renamed(StructLayout tcb) {
        Map<String, Place> places = new LinkedHashMap<>();
        tcb.places().forEach((path, place) -> {
            List<String> names = new ArrayList<>();
            for (String name : path.split("\\.", -1)) {
                names.add(ALIASES.getOrDefault(name, name));
            }
            places.put(String.join(".", names), place);
        });
        return new StructLayout(tcb.name(), places, tcb.size(), tcb.alignment());
    }

    /** Members that are not there, or not among the bytes that are read in any case. */
    private static List<String> missing(StructLayout struct, List<String> members, int read) {
        return members.stream()
                .filter(member -> !struct.has(member)
                        || struct.offset(member) >= read
                        || (!WIDE.contains(member) && !isNumber(struct, member, read)))
                .map(member -> struct.name() + "." + member)
                .toList();
    }

    private static boolean isNumber(StructLayout struct, String member, int read) {
        int size = struct.size(member);
        return size >= 1 && size <= Long.BYTES && struct.offset(member) + size <= read;
    }

    private static OptionalInt priorities(KernelSymbols symbols, StructLayout list) {
        OptionalInt length = symbols.types().length(KernelSymbols.READY);
        return length.isPresent() ? length : bySize(symbols, list);
    }

    private static OptionalInt bySize(KernelSymbols symbols, StructLayout list) {
        OptionalLong size = symbols.size(KernelSymbols.READY);
        return size.isPresent() && list.size() > 0 && size.getAsLong() >= list.size()
                ? OptionalInt.of((int) (size.getAsLong() / list.size()))
                : OptionalInt.empty();
    }

    /** How many current tasks there are: one core's, or as many as the array has room for. */
    private static Optional<LayoutFact> cores(KernelSymbols symbols, int pointerBytes) {
        if (!symbols.smp()) {
            return Optional.of(new LayoutFact(LayoutValues.CORES, "1", "symbol " + KernelSymbols.CURRENT));
        }
        OptionalInt length = symbols.types().length(KernelSymbols.CURRENTS);
        OptionalLong bytes = symbols.size(KernelSymbols.CURRENTS);
        if (length.isPresent()) {
            return Optional.of(new LayoutFact(
                    LayoutValues.CORES,
                    Integer.toString(length.getAsInt()),
                    symbols.types().source() + ": " + KernelSymbols.CURRENTS));
        }
        return bytes.isPresent() && bytes.getAsLong() >= pointerBytes
                ? Optional.of(new LayoutFact(
                        LayoutValues.CORES,
                        Long.toString(bytes.getAsLong() / pointerBytes),
                        "symbol size of " + KernelSymbols.CURRENTS))
                : Optional.empty();
    }

    private static KernelLayout layout(
            DataModel model, StructLayout tcb, StructLayout list, int priorities, int cores) {
        Configuration configuration = new Configuration(
                model,
                Set.of(),
                Map.of(
                        KernelTypes.TICK, tcb.size("xStateListItem.xItemValue"),
                        KernelTypes.WORD, list.size("uxNumberOfItems"),
                        KernelTypes.NAME_LENGTH, tcb.size("pcTaskName")));
        ListFormat lists = new ListFormat(configuration, item(tcb), list);
        return new KernelLayout(lists, configuration, tcb, priorities, cores, new Extent(0, tcb.size()));
    }

    /** {@code ListItem_t}, of which a control block embeds two. */
    private static StructLayout item(StructLayout tcb) {
        String prefix = "xStateListItem.";
        int start = tcb.offset("xStateListItem");
        Map<String, Place> places = new LinkedHashMap<>();
        tcb.places().forEach((path, place) -> {
            if (path.startsWith(prefix)) {
                places.put(path.substring(prefix.length()), new Place(place.offset() - start, place.size()));
            }
        });
        int size = tcb.size("xStateListItem");
        return new StructLayout("ListItem_t", places, size, Math.min(tcb.alignment(), Integer.lowestOneBit(size)));
    }

    private static List<LayoutFact> facts(KernelLayout layout, LayoutFact cores, KernelSymbols symbols) {
        String dwarf = symbols.types().source();
        String source = dwarf + ": " + symbols.currentName();
        String listSource = dwarf + ": " + KernelSymbols.READY;
        List<LayoutFact> facts = new ArrayList<>();
        LayoutValues values = LayoutValues.of(layout);
        values.general().forEach((what, value) -> {
            String from = switch (what) {
                case LayoutValues.ORDER -> "the program's file";
                case LayoutValues.CORES -> cores.source();
                case LayoutValues.LIST, LayoutValues.PRIORITIES -> listSource;
                default -> source;
            };
            LayoutFact fact = new LayoutFact(what, value, from);
            OptionalInt bySize = bySize(symbols, layout.lists().list());
            facts.add(
                    what.equals(LayoutValues.PRIORITIES) && bySize.isPresent()
                            ? fact.against("symbol size of " + KernelSymbols.READY, Integer.toString(bySize.getAsInt()))
                            : fact);
        });
        facts.add(new LayoutFact(
                KernelTypes.NAME_LENGTH, Integer.toString(layout.tcb().size("pcTaskName")), source));
        offsets(layout.lists().list()).forEach((what, value) -> facts.add(new LayoutFact(what, value, listSource)));
        offsets(layout.lists().item()).forEach((what, value) -> facts.add(new LayoutFact(what, value, source)));
        offsets(layout.tcb()).forEach((what, value) -> facts.add(new LayoutFact(what, value, source)));
        return List.copyOf(facts);
    }

    /** Every member of a struct, without those of embedded ones. */
    private static Map<String, String> offsets(StructLayout struct) {
        Map<String, String> offsets = new LinkedHashMap<>();
        struct.places().forEach((member, place) -> {
            if (member.indexOf('.') < 0 || member.startsWith("xListEnd.")) {
                offsets.put(struct.name() + "." + member, "offset " + place.offset());
            }
        });
        return offsets;
    }

    /** What there is when debug information does not tell all. */
    private static List<LayoutFact> unknown(
            KernelSymbols symbols, Optional<ByteOrder> order, Optional<LayoutFact> cores, List<String> missing) {
        List<LayoutFact> facts = new ArrayList<>();
        order.ifPresent(known -> facts.add(new LayoutFact(LayoutValues.ORDER, known.toString(), "the program's file")));
        for (String what : List.of(
                LayoutValues.TICK,
                LayoutValues.LIST,
                LayoutValues.ITEM,
                KernelTypes.INTEGRITY,
                LayoutValues.PRIORITIES)) {
            facts.add(LayoutFact.uncalibrated(what));
        }
        facts.add(cores.orElse(LayoutFact.uncalibrated(LayoutValues.CORES)));
        LayoutValues.TCB_MEMBERS.forEach(member -> facts.add(LayoutFact.uncalibrated("TCB_t." + member)));
        missing.forEach(member -> facts.add(new LayoutFact(
                member, LayoutFact.UNKNOWN, symbols.types().source() + " has no such member where one is expected")));
        return List.copyOf(facts);
    }
}
