package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.elf.ElfFile;

/** Programs as GCC and GNU ld write them: README.md beside the files says how each was compiled. */
class CompilersTest {
    private static final List<String> TCB = List.of("TCB_t", "tskTCB", "tskTaskControlBlock");

    /** Where .debug_info is in zlib.elf, as readelf -S has it. */
    private static final int ZLIB_DEBUG_INFO = 0x1414;

    private static DeclaredTypes types(String program) throws Exception {
        return ElfFile.parse(program, bytes(program)).types();
    }

    private static byte[] bytes(String program) throws IOException {
        try (InputStream in = CompilersTest.class.getResourceAsStream(program + ".elf")) {
            return Objects.requireNonNull(in, program).readAllBytes();
        }
    }

    private static String places(StructLayout layout) {
        return layout.places().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().offset() + ":"
                        + e.getValue().size())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource({
        "dwarf2,     DWARF 2",
        "dwarf3,     DWARF 3",
        "dwarf4,     DWARF 4",
        "dwarf5,     DWARF 5",
        "dwarf64,    DWARF 5",
        "big-endian, DWARF 4",
        "zlib,       DWARF 5",
        "zlib-gnu,   DWARF 4",
        "types4,     DWARF 4",
        "types5,     DWARF 5",
        "lto,        DWARF 5",
    })
    void theKernelsOwnDefinitionsCount(String program, String source) throws Exception {
        DeclaredTypes types = types(program);

        assertThat(types.source()).isEqualTo(source);
        StructLayout tcb = types.struct("pxCurrentTCB", TCB).orElseThrow();
        assertThat(tcb.name()).isEqualTo("TCB_t");
        assertThat(places(tcb))
                .isEqualTo("pxTopOfStack 0:4, xStateListItem 4:20, xStateListItem.xItemValue 4:2,"
                        + " xStateListItem.pxNext 8:4, xStateListItem.pxPrevious 12:4, xStateListItem.pvOwner 16:4,"
                        + " xStateListItem.pvContainer 20:4, xEventListItem 24:20, xEventListItem.xItemValue 24:2,"
                        + " xEventListItem.pxNext 28:4, xEventListItem.pxPrevious 32:4, xEventListItem.pvOwner 36:4,"
                        + " xEventListItem.pvContainer 40:4, uxPriority 44:4, pxStack 48:4, pcTaskName 52:10,"
                        + " number 64:4, tag 64:4, ulRunTimeCounter 72:8, ucNotifyState 80:3");
        assertThat(tcb.size()).isEqualTo(88);
        assertThat(tcb.alignment()).isEqualTo(8);
        StructLayout list = types.struct("pxReadyTasksLists", List.of("List_t")).orElseThrow();
        assertThat(places(list))
                .isEqualTo("uxNumberOfItems 0:4, pxIndex 4:4, xListEnd 8:12, xListEnd.xItemValue 8:2,"
                        + " xListEnd.pxNext 12:4, xListEnd.pxPrevious 16:4");
        assertThat(list.size()).isEqualTo(20);
        assertThat(list.alignment()).isEqualTo(4);
        assertThat(types.length("pxReadyTasksLists")).hasValue(5);
        assertThat(types.length("pxCurrentTCBs")).hasValue(2);
        assertThat(types.length("grid")).hasValue(4);
        assertThat(types.length("pxCurrentTCB")).isEmpty();
        assertThat(types.length("nobody")).isEmpty();
        assertThat(types.struct("thread", List.of("TX_THREAD")).orElseThrow().places())
                .isEqualTo(Map.of("tx_thread_id", new Place(0, 4), "tx_thread_name", new Place(4, 4)));
        assertThat(types.problems()).isEmpty();
    }

    @Test
    void whatNoVariableTellsANameDoes() throws Exception {
        DeclaredTypes types = types("dwarf5");

        assertThat(types.struct("nobody", List.of("Nothing", "List_t"))
                        .orElseThrow()
                        .size())
                .isEqualTo(20);
        assertThat(types.struct("grid", List.of("xLIST_ITEM")).orElseThrow().size())
                .isEqualTo(20);
        assertThat(types.struct("nobody", List.of("Nothing"))).isEmpty();
        assertThat(types.problems()).isEmpty();
    }

    @Test
    void structsOfOneNameThatDifferAreNotChosenFrom() throws Exception {
        DeclaredTypes types = types("dwarf5");

        assertThat(types.struct("nobody", TCB)).isEmpty();
        assertThat(types.problems()).containsExactly("TCB_t is declared in 2 different ways");
    }

    /** The application's unit only mentions the variable, and its struct is all there is. */
    @Test
    void aMereDeclarationTellsNothing() throws Exception {
        DeclaredTypes types = types("declared");

        assertThat(types.struct("pxCurrentTCB", List.of("tskTCB"))).isEmpty();
        assertThat(types.length("pxReadyTasksLists")).isEmpty();
    }

    /** Bytes of the section's compression header and data, changed (System V ABI, Elf32_Chdr). */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0;  2; .debug_info: compression type 2, expected 1 (zlib)",
                "7; 64; .debug_info: 0x40000429 bytes out of 0x2a4, expected less",
                "5;  8; .debug_info: 0x429 bytes, expected 0x829",
                "12; 0; .debug_info: cannot be decompressed (incorrect header check)",
            })
    void aSectionThatCannotBeDecompressed(int at, byte value, String problem) throws Exception {
        byte[] file = bytes("zlib");
        file[ZLIB_DEBUG_INFO + at] = value;
        DeclaredTypes types = ElfFile.parse("zlib", file).types();

        assertThat(types.source()).isEmpty();
        assertThat(types.problems()).containsExactly(problem);
    }

    @Test
    void aProgramWithoutDebugInformation() throws Exception {
        DeclaredTypes types = types("none");

        assertThat(types.source()).isEmpty();
        assertThat(types.struct("pxCurrentTCB", TCB)).isEmpty();
        assertThat(types.length("pxReadyTasksLists")).isEmpty();
        assertThat(types.problems()).isEmpty();
    }
}
