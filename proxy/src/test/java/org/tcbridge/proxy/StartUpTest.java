package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** Start-up code runs while memory still holds what the program's last life left there: no tasks, and they are not gone for good. */
@ExtendWith(LeakRecorder.Check.class)
class StartUpTest {
    private static final List<ThreadLine> ONE = List.of(new ThreadLine("1", "", "CPU 0, no task"));

    /** Where the vector table says the stack is at reset: at the end of RAM. */
    private static final long RESET_STACK = Firmware.RAM + 0x8000;

    private static final long VTOR = 0xe000_ed08L;
    private static final long ENTRY = Firmware.FLASH + 0x10;

    private static byte[] bytes(long word) {
        return HexFormat.of().parseHex(Firmware.hex(word));
    }

    /** A CPU that the table is known of. */
    private static Firmware withVectors() {
        Firmware firmware = Firmware.described();
        firmware.machine().region(VTOR, bytes(Firmware.FLASH));
        firmware.poke(Firmware.FLASH, RESET_STACK);
        return firmware;
    }

    private static void run(Rig rig, Gdb13 gdb, Runnable program) {
        gdb.resume();
        rig.server().stop(() -> {
            program.run();
            return "T05thread:1;";
        });
        gdb.stopped();
    }

    /** Below the address in the vector table, and in no task's stack; any other stack may be a hook's or a handler's. */
    @ParameterizedTest
    @CsvSource({"0, true", "-64, true", "-2000, true", "-20000, false", "8, false"})
    void aCpuOnTheStackItHadAtResetRunsNoTask(int offset, boolean starting) {
        Firmware firmware = withVectors();
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            run(rig, gdb, () -> firmware.machine().pokeRegister(1, Firmware.SP, bytes(RESET_STACK + offset)));

            assertThat(gdb.threads()).hasSize(starting ? 1 : 4);
            assertThat(gdb.threads().equals(ONE)).isEqualTo(starting);
        }
    }

    /** A program may put its tasks' stacks where the stack at reset was. */
    @Test
    void aTaskOnItsOwnStackRuns() {
        Firmware firmware = withVectors();
        firmware.poke(Firmware.FLASH, firmware.word(firmware.tcb("blinky") + 48) + 512);
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    @Test
    void theTasksAreBackWhenTheyRun() {
        Firmware firmware = withVectors();
        byte[] sp = HexFormat.of()
                .parseHex(firmware.machine().register(1, Firmware.SP).orElseThrow());
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();
            run(rig, gdb, () -> firmware.machine().pokeRegister(1, Firmware.SP, bytes(RESET_STACK)));
            assertThat(gdb.threads()).isEqualTo(ONE);

            run(rig, gdb, () -> firmware.machine().pokeRegister(1, Firmware.SP, sp));

            assertThat(gdb.threads()).hasSize(4).contains(new ThreadLine("1", "blinky", "running, priority 2"));
        }
    }

    /** gdb's set of 57 registers, for servers without a description; {@code rpc} is number 32. */
    @ParameterizedTest
    @CsvSource({"_start, 0, 1", "_start1, 0, 1", "_start, 8, 4"})
    void aMicroBlazeAtItsEntryRunsNoTask(String symbol, int offset, int threads) {
        Firmware firmware = Firmware.described();
        firmware.symbols().put(symbol, ENTRY);
        firmware.machine().core(1, new byte[57 * 4]).register(32, 32 * 4, 4).pokeRegister(1, 32, bytes(ENTRY + offset));
        try (Rig rig = Rig.tasks(firmware, List.of(Quirks.features("PacketSize=1000;QStartNoAckMode+")))) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(threads);
        }
    }

    /** {@code load} into RAM: what is written counts, at once. */
    @Test
    void aProgramLoadedIntoRamHasNoTasksYet() {
        Firmware firmware = Firmware.described();
        long flag = firmware.symbol("xSchedulerRunning");
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            assertThat(gdb.ask("X%x,4:\0\0\0\0".formatted(flag))).isEqualTo("OK");

            assertThat(gdb.threads()).isEqualTo(ONE);
            run(rig, gdb, firmware::start);
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    /** {@code load} into flash: erased, written, done, then the pc is set to the entry. */
    @Test
    void aProgramLoadedIntoFlashHasNoTasksYet() {
        Firmware firmware = Firmware.described();
        firmware.symbols().put("Reset_Handler", ENTRY);
        Quirk flash = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return command.startsWith("vFlash") ? Optional.of(List.of("OK")) : Optional.empty();
            }
        };
        try (Rig rig = Rig.tasks(firmware, Rig.with(flash))) {
            Gdb13 gdb = rig.attach();
            String ram = gdb.ask("p4");
            for (String command : List.of(
                    "vFlashErase:8000000,1000",
                    "vFlashWrite:8000000:\1\2",
                    "vFlashDone",
                    "Pf=" + Firmware.hex(ENTRY))) {
                assertThat(gdb.threads()).hasSize(4);
                assertThat(gdb.ask(command)).as(command).isEqualTo("OK");
            }

            assertThat(gdb.threads()).isEqualTo(ONE);
            assertThat(gdb.ask("p4")).isEqualTo(ram);
            assertThat(rig.server().count("vFlash.*")).isEqualTo(3);
        }
    }
}
