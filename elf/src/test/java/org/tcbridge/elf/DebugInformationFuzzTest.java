package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;

/** Debug information of any bytes: what is told of it is consistent, and nothing but the file's refusal comes out. */
class DebugInformationFuzzTest {
    /** No struct is believed to be larger, in bytes. */
    private static final int MAX_SIZE = 1 << 24;

    private static final List<String> VARIABLES = List.of("pxCurrentTCB", "pxReadyTasksLists", "pxCurrentTCBs", "grid");

    static Stream<byte[]> seeds() {
        return Stream.of("dwarf2", "dwarf5", "dwarf64", "big-endian", "types4", "lto", "zlib", "zlib-gnu", "declared")
                .map(DebugInformationFuzzTest::file);
    }

    static byte[] file(String program) {
        try (InputStream in = DebugInformationFuzzTest.class.getResourceAsStream("dwarf/" + program + ".elf")) {
            return Objects.requireNonNull(in, program).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void isLeftOutOrConsistent(byte[] bytes) {
        DeclaredTypes types;
        try {
            types = ElfFile.parse("my.elf", bytes).types();
        } catch (InvalidElfException e) {
            return;
        }
        assertThat(types.source()).matches("(DWARF [2-5]( to [2-5])?)?");
        for (String variable : VARIABLES) {
            types.struct(variable, List.of("TCB_t", "xLIST")).ifPresent(DebugInformationFuzzTest::check);
            types.length(variable).ifPresent(length -> assertThat(length).isBetween(1, MAX_SIZE));
        }
        assertThat(types.problems()).hasSizeLessThanOrEqualTo(8);
        types.problems().forEach(problem -> assertThat(problem).isNotEmpty().doesNotContain("\n"));
    }

    private static void check(StructLayout layout) {
        assertThat(layout.size()).isBetween(0, MAX_SIZE);
        assertThat(layout.alignment()).isIn(1, 2, 4, 8, 16);
        assertThat(layout.places()).hasSizeLessThanOrEqualTo(4096);
        for (Place place : layout.places().values()) {
            assertThat(place.offset()).isBetween(0, MAX_SIZE);
            assertThat(place.size()).isBetween(0, MAX_SIZE);
        }
    }
}
