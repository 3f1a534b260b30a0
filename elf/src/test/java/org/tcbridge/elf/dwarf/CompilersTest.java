package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.elf.ElfFile;

/** Programs as GCC and GNU ld write them: README.md beside the files says how each was compiled. */
class CompilersTest {
    private static final List<String> TCB = List.of("TCB_t", "tskTCB", "tskTaskControlBlock");

    private static DeclaredTypes types(String program) throws Exception {
        try (InputStream in = CompilersTest.class.getResourceAsStream(program + ".elf")) {
            return ElfFile.parse(program, Objects.requireNonNull(in, program).readAllBytes())
                    .types();
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

    @ParameterizedTest
    @ValueSource(strings = {"none"})
    void aProgramWithoutDebugInformation(String program) throws Exception {
        DeclaredTypes types = types(program);

        assertThat(types.source()).isEmpty();
        assertThat(types.struct("pxCurrentTCB", TCB)).isEmpty();
        assertThat(types.length("pxReadyTasksLists")).isEmpty();
        assertThat(types.problems()).isEmpty();
    }
}
