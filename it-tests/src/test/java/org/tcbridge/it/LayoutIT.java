package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Target;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** What debug information declares and what calibration finds on the live target is the same, for every firmware. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class LayoutIT {
    /** What both tell of every kernel. */
    private static final List<String> FREERTOS = List.of(
            "byte order LITTLE_ENDIAN",
            "List_t 20 bytes",
            "ListItem_t 20 bytes",
            "TickType_t 32 bits",
            "configMAX_PRIORITIES 7",
            "configNUMBER_OF_CORES 1",
            "TCB_t.xStateListItem offset 4",
            "TCB_t.xEventListItem offset 24",
            "TCB_t.uxPriority offset 44",
            "TCB_t.pxStack offset 48",
            "TCB_t.pcTaskName offset 52",
            "TCB_t.pxEndOfStack offset 68",
            "TCB_t.uxTCBNumber offset 72",
            "TCB_t.uxBasePriority offset 80",
            "TCB_t.ulNotifiedValue offset 88",
            "TCB_t.ucNotifyState offset 92");

    private static final List<String> THREADX = List.of(
            "byte order and pointers LITTLE_ENDIAN, 4 bytes",
            "ULONG 4 bytes",
            "TX_THREAD.tx_thread_stack_ptr offset 8",
            "TX_THREAD.tx_thread_name offset 40",
            "TX_THREAD.tx_thread_priority offset 44",
            "TX_THREAD.tx_thread_state offset 48",
            "TX_THREAD.tx_thread_suspend_control_block offset 108",
            "TX_THREAD.tx_thread_created_next offset 136");

    static Stream<Target> targets() {
        return Stream.concat(Stream.of(Firmware.values()), Stream.of(ThreadXFirmware.values()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void calibrationAgreesWithDebugInformation(Target target) throws Exception {
        Map<String, String> declared;
        Map<String, String> calibrated;
        try (Session session = Session.withElf(target)) {
            declared = layout(session, "DWARF ");
        }
        try (Session session = Session.open(target)) {
            calibrated = layout(session, "calibrated");
        }

        calibrated.keySet().retainAll(declared.keySet());
        assertThat(declared).containsAllEntriesOf(calibrated);
        List<String> expected = target instanceof ThreadXFirmware ? THREADX : FREERTOS;
        assertThat(calibrated.entrySet())
                .extracting(fact -> fact.getKey() + " " + fact.getValue())
                .containsAll(
                        target == Firmware.MICROBLAZE_BE
                                ? expected.stream()
                                        .map(fact -> fact.replace("LITTLE", "BIG"))
                                        .toList()
                                : expected);
    }

    /** What is known once all tasks are parked, from one source among others. */
    private static Map<String, String> layout(Session session, String source) throws Exception {
        session.runTo("all_parked");
        session.threads();
        List<String[]> rows = session.gdb()
                .cli("monitor tcbridge layout")
                .lines()
                .map(line -> line.split(" {2,}"))
                .toList();
        assertThat(rows).anyMatch(row -> row[row.length - 1].startsWith(source));
        assertThat(rows).noneMatch(row -> row[0].startsWith("warning"));
        Map<String, String> layout = new LinkedHashMap<>();
        // a name's length that memory tells is its most
        rows.forEach(row -> layout.put(row[0], row[1].replace("at most ", "")));
        return layout;
    }
}
