package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;

/** The project's own firmware, as compilers and linkers write files. */
final class FirmwareTest {
    @ParameterizedTest
    @CsvSource({
        "cortex-m0,     40, LITTLE_ENDIAN, 0x00000042",
        "cortex-m3,     40, LITTLE_ENDIAN, 0x00000042",
        "cortex-m4f,    40, LITTLE_ENDIAN, 0x00000042",
        "cortex-m33,    40, LITTLE_ENDIAN, 0x10000042",
        "microblaze-be, 189, BIG_ENDIAN, 0x90000000",
        "microblaze-le, 189, LITTLE_ENDIAN, 0x50000000",
    })
    void firmware(String name, int machine, String order, long entry) throws Exception {
        ElfFile elf = ElfFile.read(Path.of("../it-tests/firmware/bin", name + ".elf"));

        assertThat(elf.machine()).isEqualTo(machine);
        assertThat(elf.order()).isEqualTo(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.pointerBytes()).isEqualTo(4);
        assertThat(elf.entry() & ~1L).isEqualTo(entry);
        assertThat(elf.size("pxCurrentTCB")).hasValue(4);
        // static: 7 priorities of 20 bytes
        assertThat(elf.size("pxReadyTasksLists")).hasValue(140);
        long function = elf.address("all_parked").orElseThrow();
        assertThat(elf.locate(function)).contains(new Place("all_parked", 0));
        assertThat(elf.locate(elf.address("semaphore_take").orElseThrow() + 4))
                .contains(new Place("semaphore_take", 4));
        assertThat(elf.sections()).anyMatch(section -> section.executable() && section.contains(function));
        assertThat(elf.readOnly())
                .noneMatch(
                        section -> section.contains(elf.address("pxCurrentTCB").orElseThrow()));
        assertThat(elf.segments()).anyMatch(segment -> segment.address() == entry - entry % 0x1000);
    }

    @ParameterizedTest
    @CsvSource({
        "cortex-m0, DWARF 5",
        "cortex-m3, DWARF 5",
        "cortex-m4f, DWARF 5",
        "cortex-m33, DWARF 5",
        "microblaze-be, DWARF 4",
        "microblaze-le, DWARF 4",
    })
    void taskControlBlock(String name, String source) throws Exception {
        DeclaredTypes types =
                ElfFile.read(Path.of("../it-tests/firmware/bin", name + ".elf")).types();

        assertThat(types.source()).isEqualTo(source);
        assertThat(offsets(types.struct("pxCurrentTCB", List.of("TCB_t")).orElseThrow()))
                .isEqualTo("pxTopOfStack 0, xStateListItem 4, xEventListItem 24, uxPriority 44, pxStack 48,"
                        + " pcTaskName 52, pxEndOfStack 68, uxTCBNumber 72, uxTaskNumber 76, uxBasePriority 80,"
                        + " uxMutexesHeld 84, ulNotifiedValue 88, ucNotifyState 92; 96");
        assertThat(offsets(types.struct("pxReadyTasksLists", List.of("List_t")).orElseThrow()))
                .isEqualTo("uxNumberOfItems 0, pxIndex 4, xListEnd 8; 20");
        assertThat(types.length("pxReadyTasksLists")).hasValue(7);
        assertThat(types.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cortex-m4f, 0, 180", "arm926, 0, 180", "cortex-a9, 4, 184"})
    void threadControlBlock(String name, int extension, int size) throws Exception {
        DeclaredTypes types = ElfFile.read(Path.of("../it-tests/firmware/threadx/bin", name + ".elf"))
                .types();
        StructLayout thread =
                types.struct("_tx_thread_created_ptr", List.of("TX_THREAD")).orElseThrow();

        assertThat(offsets(thread))
                .startsWith("tx_thread_id 0, tx_thread_run_count 4, tx_thread_stack_ptr 8,")
                .contains(" tx_thread_name 40, tx_thread_priority 44, tx_thread_state 48,")
                .contains(" tx_thread_created_next 136, tx_thread_created_previous 140,");
        assertThat(thread.offset("tx_thread_filex_ptr")).isEqualTo(144 + extension);
        assertThat(thread.size()).isEqualTo(size);
        assertThat(types.length("_tx_thread_current_ptr")).isEmpty();
        assertThat(types.problems()).isEmpty();
    }

    private static String offsets(StructLayout layout) {
        return layout.places().entrySet().stream()
                .filter(e -> e.getKey().indexOf('.') < 0)
                .map(e -> e.getKey() + " " + e.getValue().offset())
                .collect(Collectors.joining(", ", "", "; " + layout.size()));
    }
}
