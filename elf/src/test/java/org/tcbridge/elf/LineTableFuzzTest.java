package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of source lines of any bytes: what is told of them is a line of a file, and nothing but the file's refusal comes out. */
class LineTableFuzzTest {
    /** Instructions that are asked for in each section, and how far apart they are. */
    private static final int MOST = 64;

    private static final int STEP = 6;

    static Stream<byte[]> seeds() {
        return Stream.of("dwarf2", "dwarf3", "dwarf5", "dwarf64", "big-endian", "zlib")
                .map(DebugInformationFuzzTest::file);
    }

    @MethodSource("seeds")
    @FuzzTest
    void isLeftOutOrALine(byte[] bytes) {
        ElfFile elf;
        try {
            elf = ElfFile.parse("my.elf", bytes);
        } catch (InvalidElfException e) {
            return;
        }
        for (Section section : elf.sections()) {
            for (int i = 0; i < MOST; i++) {
                long address = section.address() + (long) STEP * i;
                elf.line(address).ifPresent(line -> {
                    assertThat(line.line()).isPositive();
                    assertThat(line.file()).isNotEmpty().doesNotContainPattern("\\p{Cntrl}");
                    assertThat(section.executable()
                                    || elf.sections().stream()
                                            .anyMatch(other -> other.executable() && other.contains(address)))
                            .isTrue();
                });
            }
        }
        assertThat(elf.lineProblems()).hasSizeLessThanOrEqualTo(8);
        elf.lineProblems().forEach(problem -> assertThat(problem).isNotEmpty().doesNotContain("\n"));
    }
}
