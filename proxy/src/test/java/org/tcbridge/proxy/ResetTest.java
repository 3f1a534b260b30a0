package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** Memory keeps the old program's tasks over a reset; the client is not shown them. */
@ExtendWith(LeakRecorder.Check.class)
class ResetTest {
    private static final List<ThreadLine> ONE = List.of(new ThreadLine("1", "", "CPU 0, no task"));

    /** What the client sends, the server's own answer being no matter. */
    @ParameterizedTest
    @ValueSource(strings = {"R00", "r"})
    void afterARestartThereIsOneThreadUntilTheProgramRan(String command) {
        try (Rig rig = Rig.simple(Quirks.replies("[rR].*", "OK"))) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            gdb.ask(command);

            assertThat(gdb.threads()).isEqualTo(ONE);
            assertThat(gdb.ask("Hg3")).startsWith("E");
            gdb.resume();
            rig.server().stop("S05");
            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(gdb.threads()).hasSize(4).contains(new ThreadLine("1", "blinky", "running, priority 2"));
        }
    }

    @Test
    void aProgramThatIsRunAnewIsOneThread() {
        try (Rig rig = Rig.simple(Quirks.replies("vRun.*", "T05thread:1;"))) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            assertThat(gdb.ask("vRun;")).isEqualTo("T05thread:1;");

            assertThat(gdb.threads()).isEqualTo(ONE);
        }
    }

    /** {@code monitor reset halt}, and {@code load}, which sets the pc: known by where the CPU is then. */
    @ParameterizedTest
    @ValueSource(strings = {"qRcmd,72657365742068616c74", "Pf=10000008"})
    void aCpuAtTheProgramsEntryRunsNoTask(String command) {
        Firmware firmware = Firmware.described();
        firmware.symbols().put("Reset_Handler", Firmware.FLASH + 0x10);
        Quirk resets = new Quirk() {
            @Override
            public Optional<List<String>> answer(String asked, Stub stub) {
                if (!asked.startsWith("qRcmd,")) {
                    return Optional.empty();
                }
                firmware.machine()
                        .pokeRegister(1, Firmware.PC, HexFormat.of().parseHex(Firmware.hex(Firmware.FLASH + 0x10)));
                return Optional.of(List.of("OK"));
            }
        };
        try (Rig rig = Rig.tasks(firmware, Rig.with(resets))) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            assertThat(gdb.ask(command)).isEqualTo("OK");

            assertThat(gdb.threads()).isEqualTo(ONE);
        }
    }
}
