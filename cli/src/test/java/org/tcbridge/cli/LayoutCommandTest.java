package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayoutCommandTest {
    private static final Path FIRMWARE = Path.of("../it-tests/firmware");
    private static final Path COMPILED = Path.of("../elf/src/test/resources/org/tcbridge/elf/dwarf");

    @TempDir
    Path folder = Path.of("");

    private static List<String> lines(Cli cli) {
        return cli.out().lines().map(line -> line.replaceAll(" {2,}", "  ")).toList();
    }

    @Test
    void freeRtos() {
        Path elf = FIRMWARE.resolve("bin/cortex-m4f.elf");
        Cli cli = Cli.run("layout", "--elf", elf.toString());

        assertThat(cli.status()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(lines(cli))
                .containsExactly(
                        "FreeRTOS V7.5 to V11.3 in " + elf,
                        "what  value  learnt from",
                        "byte order  LITTLE_ENDIAN  the program's file",
                        "List_t  20 bytes  DWARF 5: pxReadyTasksLists",
                        "ListItem_t  20 bytes  DWARF 5: pxCurrentTCB",
                        "TickType_t  32 bits  DWARF 5: pxCurrentTCB",
                        "configMAX_PRIORITIES  7  DWARF 5: pxReadyTasksLists",
                        "configNUMBER_OF_CORES  1  symbol pxCurrentTCB",
                        "configMAX_TASK_NAME_LEN  16  DWARF 5: pxCurrentTCB",
                        "List_t.uxNumberOfItems  offset 0  DWARF 5: pxReadyTasksLists",
                        "List_t.pxIndex  offset 4  DWARF 5: pxReadyTasksLists",
                        "List_t.xListEnd  offset 8  DWARF 5: pxReadyTasksLists",
                        "List_t.xListEnd.xItemValue  offset 8  DWARF 5: pxReadyTasksLists",
                        "List_t.xListEnd.pxNext  offset 12  DWARF 5: pxReadyTasksLists",
                        "List_t.xListEnd.pxPrevious  offset 16  DWARF 5: pxReadyTasksLists",
                        "ListItem_t.xItemValue  offset 0  DWARF 5: pxCurrentTCB",
                        "ListItem_t.pxNext  offset 4  DWARF 5: pxCurrentTCB",
                        "ListItem_t.pxPrevious  offset 8  DWARF 5: pxCurrentTCB",
                        "ListItem_t.pvOwner  offset 12  DWARF 5: pxCurrentTCB",
                        "ListItem_t.pvContainer  offset 16  DWARF 5: pxCurrentTCB",
                        "TCB_t.pxTopOfStack  offset 0  DWARF 5: pxCurrentTCB",
                        "TCB_t.xStateListItem  offset 4  DWARF 5: pxCurrentTCB",
                        "TCB_t.xEventListItem  offset 24  DWARF 5: pxCurrentTCB",
                        "TCB_t.uxPriority  offset 44  DWARF 5: pxCurrentTCB",
                        "TCB_t.pxStack  offset 48  DWARF 5: pxCurrentTCB",
                        "TCB_t.pcTaskName  offset 52  DWARF 5: pxCurrentTCB",
                        "TCB_t.pxEndOfStack  offset 68  DWARF 5: pxCurrentTCB",
                        "TCB_t.uxTCBNumber  offset 72  DWARF 5: pxCurrentTCB",
                        "TCB_t.uxTaskNumber  offset 76  DWARF 5: pxCurrentTCB",
                        "TCB_t.uxBasePriority  offset 80  DWARF 5: pxCurrentTCB",
                        "TCB_t.uxMutexesHeld  offset 84  DWARF 5: pxCurrentTCB",
                        "TCB_t.ulNotifiedValue  offset 88  DWARF 5: pxCurrentTCB",
                        "TCB_t.ucNotifyState  offset 92  DWARF 5: pxCurrentTCB");
    }

    @Test
    void threadX() {
        Path elf = FIRMWARE.resolve("threadx/bin/arm926.elf");
        Cli cli = Cli.run("layout", "--elf", elf.toString());

        assertThat(cli.status()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(lines(cli))
                .startsWith("ThreadX V5 and V6 in " + elf, "what  value  learnt from")
                .contains(
                        "byte order and pointers  LITTLE_ENDIAN, 4 bytes  the program's file",
                        "ULONG  4 bytes  DWARF 5: _tx_thread_created_ptr",
                        "TX_THREAD  180 bytes  DWARF 5: _tx_thread_created_ptr",
                        "TX_THREAD.tx_thread_name  offset 40  DWARF 5: _tx_thread_created_ptr",
                        "TX_THREAD.tx_thread_created_next  offset 136  DWARF 5: _tx_thread_created_ptr");
    }

    @Test
    void withoutDebugInformationItSaysWhatIsLeftToCalibration() {
        Path elf = COMPILED.resolve("none.elf");
        Cli cli = Cli.run("layout", "--elf", elf.toString());

        assertThat(cli.status()).isZero();
        assertThat(lines(cli))
                .contains(
                        "byte order  LITTLE_ENDIAN  the program's file",
                        "configNUMBER_OF_CORES  2  symbol size of pxCurrentTCBs",
                        "TickType_t  ?  calibration on the live target will decide",
                        "TCB_t.pcTaskName  ?  calibration on the live target will decide");
        assertThat(cli.err())
                .isEqualTo("tcbridge layout: " + elf
                        + ": no debug information: expected DWARF 2 to 5, which compilers write with -g\n");
    }

    @Test
    void errorsNameTheFileAndWhatWasExpected() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "no program");
        Path missing = folder.resolve("missing.elf");
        Path threadx = FIRMWARE.resolve("threadx/bin/arm926.elf");

        assertThat(Cli.run("layout", "--elf", missing.toString()))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge layout: --elf: " + missing
                                + ": no such file: expected a linked ELF program (see tcbridge layout --help)\n"));
        assertThat(Cli.run("layout", "--elf", text.toString()))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge layout: --elf: " + text
                                + ": not an ELF file: expected a linked ELF program (see tcbridge layout --help)\n"));
        Cli other = Cli.run("layout", "--rtos", "freertos", "--elf", threadx.toString());
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err())
                .startsWith("tcbridge layout: --elf: " + threadx
                        + ": no RTOS that is known: expected the symbols of FreeRTOS V7.5 to V11.3 px")
                .hasLineCount(1);
        assertThat(Cli.run("layout", "--rtos", "zephyr", "--elf", threadx.toString())
                        .err())
                .startsWith("tcbridge layout: Invalid value for option '--rtos': 'zephyr': expected auto, ")
                .hasLineCount(1);
        assertThat(Cli.run("layout").err())
                .isEqualTo("tcbridge layout: Missing required option: '--elf=FILE' (see tcbridge layout --help)\n");
    }
}
