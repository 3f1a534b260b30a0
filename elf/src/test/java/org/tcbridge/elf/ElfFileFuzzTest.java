package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.ElfWriter.FUNC;
import static org.tcbridge.elf.ElfWriter.GLOBAL;
import static org.tcbridge.elf.ElfWriter.LOCAL;
import static org.tcbridge.elf.ElfWriter.NOTYPE;
import static org.tcbridge.elf.ElfWriter.OBJECT;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ElfFileFuzzTest {

    /** What a file's parts may take in memory together, in sizes of the file: parts may overlap, but not without end. */
    private static final int MOST = 4;

    private static final List<String> NAMES = List.of("main", "pxCurrentTCB", "uxTaskNumber", "nobody");

    static Stream<byte[]> seeds() {
        return Stream.of(
                program(ElfWriter.arm()),
                program(new ElfWriter(ElfWriter.MICROBLAZE, false, ByteOrder.BIG_ENDIAN)),
                program(new ElfWriter(ElfWriter.AARCH64, true, ByteOrder.LITTLE_ENDIAN)),
                ElfWriter.arm().code(".text", 0x8000, (byte) 1).write(),
                new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
    }

    private static byte[] program(ElfWriter writer) {
        return writer.code(".text", 0x8000, new byte[24])
                .data(".data", 0x2000_0000L, 0x9000, new byte[8])
                .zeroed(".bss", 0x2000_0100L, 0x100)
                .symbol("main", 0x8001, 8, FUNC, GLOBAL, 1)
                .symbol("$t", 0x8000, 0, NOTYPE, LOCAL, 1)
                .symbol("label", 0x8010, 0, NOTYPE, LOCAL, 1)
                .symbol("pxCurrentTCB", 0x2000_0000L, 4, OBJECT, GLOBAL, 2)
                .symbol("uxTaskNumber.lto_priv.0", 0x2000_0100L, 4, OBJECT, LOCAL, 3)
                .write();
    }

    @MethodSource("seeds")
    @FuzzTest
    void isRefusedOrConsistent(byte[] bytes) {
        ElfFile elf;
        try {
            elf = ElfFile.parse("my.elf", bytes);
        } catch (InvalidElfException e) {
            assertThat(e).message().startsWith("my.elf");
            return;
        }
        assertThat(elf.pointerBytes()).isIn(4, 8);
        assertThat(elf.machine()).isBetween(0, 0xffff);
        long largest = elf.pointerBytes() == 4 ? 0xffff_ffffL : -1;
        long loaded = 0;
        for (Segment segment : elf.segments()) {
            loaded += segment.bytes().length;
            assertThat(Long.compareUnsigned(segment.address(), largest)).isLessThanOrEqualTo(0);
        }
        assertThat(loaded).isLessThanOrEqualTo((long) MOST * bytes.length);
        for (Section section : elf.sections()) {
            assertThat(section.contains(section.address())).isTrue();
            elf.locate(section.address())
                    .ifPresent(place -> assertThat(place.function()).isNotEmpty());
            elf.locate(section.address() + section.size() - 1)
                    .ifPresent(place -> assertThat(place.toString()).startsWith(place.function()));
        }
        for (String name : NAMES) {
            elf.address(name).ifPresent(address -> {
                assertThat(Long.compareUnsigned(address, largest)).isLessThanOrEqualTo(0);
                elf.locate(address)
                        .ifPresent(place -> assertThat(place.function()).isNotEmpty());
            });
            elf.size(name).ifPresent(size -> assertThat(size).isPositive());
        }
    }
}
