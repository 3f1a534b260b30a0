package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
