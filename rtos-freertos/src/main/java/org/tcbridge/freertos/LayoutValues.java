package org.tcbridge.freertos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.rtos.LayoutFact;

/**
 * A layout in words, so that two of them can be compared.
 *
 * @param general sizes and numbers, by what they are of
 * @param offsets of a control block's members, by {@code TCB_t.member}
 */
record LayoutValues(Map<String, String> general, Map<String, String> offsets) {
    static final String ORDER = "byte order";
    static final String LIST = "List_t";
    static final String ITEM = "ListItem_t";
    static final String TICK = "TickType_t";
    static final String PRIORITIES = "configMAX_PRIORITIES";
    static final String CORES = "configNUMBER_OF_CORES";

    /** What calibration looks for in a control block. */
    static final List<String> TCB_MEMBERS = List.of(
            "xStateListItem",
            "xEventListItem",
            "uxPriority",
            "pxStack",
            "pcTaskName",
            "pxEndOfStack",
            "uxTCBNumber",
            "uxBasePriority",
            "ulNotifiedValue",
            "ucNotifyState");

    static LayoutValues of(KernelLayout layout) {
        Map<String, String> general = new LinkedHashMap<>();
        general.put(ORDER, layout.model().order().toString());
        general.put(LIST, layout.lists().list().size() + " bytes");
        general.put(ITEM, layout.lists().item().size() + " bytes");
        general.put(TICK, 8 * layout.lists().tickBytes() + " bits");
        general.put(PRIORITIES, Integer.toString(layout.priorities()));
        general.put(CORES, Integer.toString(layout.cores()));
        Map<String, String> offsets = new LinkedHashMap<>();
        StructLayout tcb = layout.tcb();
        for (String member : TCB_MEMBERS) {
            if (tcb.has(member)) {
                offsets.put("TCB_t." + member, "offset " + tcb.offset(member));
            }
        }
        return new LayoutValues(general, offsets);
    }

    /** Facts, each contradicted where another layout has another value for the same. */
    static List<LayoutFact> against(List<LayoutFact> facts, KernelLayout other, String source) {
        LayoutValues values = of(other);
        return facts.stream()
                .map(fact -> {
                    String value = values.general.getOrDefault(
                            fact.what(), values.offsets.getOrDefault(fact.what(), fact.value()));
                    return fact.against(source, value);
                })
                .toList();
    }
}
