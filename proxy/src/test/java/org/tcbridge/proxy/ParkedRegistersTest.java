package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** Registers of parked tasks: from and to the saved frame, never the CPU. */
@ExtendWith(LeakRecorder.Check.class)
class ParkedRegistersTest {

    private static Gdb13 selected(Rig rig, String task) {
        Gdb13 gdb = rig.attach();
        gdb.select(gdb.id(task));
        return gdb;
    }

    @Test
    void eachRegisterAlone() {
        try (Rig rig = Rig.simple()) {
            Firmware firmware = rig.firmware();
            Gdb13 gdb = selected(rig, "comms");
            rig.server().forget();

            for (int register : new int[] {0, 1, 4, 11, 12, Firmware.SP, Firmware.LR, Firmware.PC, Firmware.XPSR}) {
                assertThat(gdb.ask("p%x".formatted(register)))
                        .as("register %d", register)
                        .isEqualTo(Firmware.hex(firmware.value("comms", register)));
            }
            assertThat(gdb.ask("p1f")).isEqualTo("E.no register 31");

            assertThat(rig.server().count("[pPgG].*")).isZero();
            assertThat(rig.server().count("m.*")).as("one frame, read once").isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 11, 12, Firmware.LR, Firmware.PC})
    void aRegisterThatTheFrameHoldsIsWrittenThere(int register) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = selected(rig, "IDLE");

            assertThat(gdb.ask("P%x=44332210".formatted(register))).isEqualTo("OK");

            assertThat(gdb.ask("p%x".formatted(register))).isEqualTo("44332210");
            assertThat(rig.firmware().machine().writes())
                    .containsExactly("M%x:44332210".formatted(rig.firmware().place("IDLE", register)));
        }
    }

    /** gdb's own set has FPA registers that no frame holds; sp is where the frame ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pd=44332210",
                "P10=000000000000000000000000",
                "P18=00000001",
                "P4=4433",
                "P4=zz332210",
                "P1f=00000000"
            })
    void whatCannotBeWrittenIsRefusedAndNothingIs(String command) {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(Firmware.legacy(), KnownServer.MINIMAL.quirks())) {
            Gdb13 gdb = selected(rig, "sensor");
            String before = gdb.ask("g");
            rig.server().forget();

            assertThat(gdb.ask(command)).startsWith("E.");

            assertThat(rig.firmware().machine().writes()).isEmpty();
            assertThat(rig.server().count("[PGMX].*")).isZero();
            assertThat(gdb.ask("g")).isEqualTo(before);
            assertThat(log.lines()).anyMatch(line -> line.contains("not written"));
        }
    }

    @Test
    void aWholeSetIsWrittenWithoutWhatStaysAsItIs() {
        try (Rig rig = Rig.simple()) {
            Firmware firmware = rig.firmware();
            Gdb13 gdb = selected(rig, "sensor");
            String g = gdb.ask("g");
            String changed =
                    "efbeadde" + g.substring(8, 8 * Firmware.LR) + "01020008" + g.substring(8 * Firmware.LR + 8);

            assertThat(gdb.ask("G" + changed)).isEqualTo("OK");

            assertThat(gdb.ask("g")).isEqualTo(changed);
            assertThat(firmware.machine().writes())
                    .containsExactlyInAnyOrder(
                            "M%x:efbeadde".formatted(firmware.place("sensor", 0)),
                            "M%x:01020008".formatted(firmware.place("sensor", Firmware.LR)));
        }
    }

    @Test
    void aWholeSetIsWrittenAllOrNotAtAll() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = selected(rig, "sensor");
            String g = gdb.ask("g");
            String withSp =
                    "efbeadde" + g.substring(8, 8 * Firmware.SP) + "00000020" + g.substring(8 * Firmware.SP + 8);

            assertThat(gdb.ask("G" + withSp)).startsWith("E.").contains("sp");
            assertThat(gdb.ask("G" + g.substring(8))).startsWith("E.");
            assertThat(gdb.ask("G" + g + "00000000")).startsWith("E.");

            assertThat(gdb.ask("g")).isEqualTo(g);
            assertThat(rig.firmware().machine().writes()).isEmpty();
        }
    }

    /** gdb sends zeros for registers that it was told are unavailable. */
    @Test
    void unavailableRegistersInAWholeSetMayBeZeros() {
        try (Rig rig = Rig.tasks(Firmware.legacy(), KnownServer.MINIMAL.quirks())) {
            Gdb13 gdb = selected(rig, "comms");
            String g = gdb.ask("g");
            assertThat(g).isEqualTo(rig.firmware().parked("comms")).contains("xx");

            assertThat(gdb.ask("G" + "11223344" + g.substring(8).replace('x', '0')))
                    .isEqualTo("OK");
            assertThat(gdb.ask("G" + g.replace("xx", "01"))).startsWith("E.");

            assertThat(rig.firmware().machine().writes())
                    .containsExactly("M%x:11223344".formatted(rig.firmware().place("comms", 0)));
        }
    }

    @Test
    void theRunningTasksRegistersAreTheServers() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = selected(rig, "sensor");
            gdb.select("1");

            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");

            assertThat(rig.firmware().machine().writes()).containsExactly("P1:4=78563412");
            assertThat(gdb.ask("p4")).isEqualTo("78563412");
        }
    }

    /** gdb, told once that P is known, ends its command when it is not known another time. */
    @Test
    void aServerWithoutPIsWrittenWithG() {
        try (Rig rig = Rig.tasks(KnownServer.MINIMAL)) {
            Gdb13 gdb = selected(rig, "sensor");
            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");
            gdb.select(gdb.id("blinky"));
            String before = gdb.ask("g");
            rig.server().forget();

            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");

            String after = before.substring(0, 32) + "78563412" + before.substring(40);
            assertThat(rig.server().commands()).containsSubsequence("P4=78563412", "g", "G" + after);
            assertThat(gdb.ask("g")).isEqualTo(after);
            assertThat(gdb.ask("P4=7856")).isEmpty();
        }
    }

    @Test
    void afterAStopTheStoppedTasksRegistersAreMeant() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = selected(rig, "sensor");
            gdb.resume();
            rig.server().stop("S05");
            gdb.stopped();

            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");
            assertThat(rig.firmware().machine().writes()).containsExactly("P1:4=78563412");
        }
    }

    @Test
    void aFailedWriteIsAnError() {
        try (Rig rig = Rig.simple(Quirks.replies("[MX].*", "E01"))) {
            Gdb13 gdb = selected(rig, "sensor");

            assertThat(gdb.ask("P4=78563412")).startsWith("E.").contains("E01");
        }
    }

    @Test
    void aWholeSetOfWhichAPartCannotBeWrittenIsTakenBack() {
        AtomicInteger writes = new AtomicInteger();
        Quirk secondFails = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                boolean write = command.matches("(?s)[MX][0-9a-f]+,[1-9a-f].*");
                return write && writes.incrementAndGet() == 2 ? Optional.of(List.of("E01")) : Optional.empty();
            }
        };
        try (Rig rig = Rig.simple(secondFails)) {
            Gdb13 gdb = selected(rig, "sensor");
            String g = gdb.ask("g");

            assertThat(gdb.ask("G" + "efbeaddeefbeadde" + g.substring(16)))
                    .startsWith("E.")
                    .contains("E01");

            assertThat(rig.firmware().machine().writes())
                    .hasSize(3)
                    .first()
                    .asString()
                    .endsWith(":efbeadde");
            assertThat(gdb.ask("g")).isEqualTo(g);
        }
    }

    /** A frame that is none: nothing is shown and nothing written, rather than half of it. */
    @Test
    void aTaskWhoseStackMakesNoSense() {
        Firmware firmware = Firmware.described();
        firmware.poke(firmware.tcb("sensor"), 0x7fff_fff0L);
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = selected(rig, "sensor");

            assertThat(gdb.ask("g")).isEqualTo("x".repeat(2 * Firmware.GENERAL));
            assertThat(gdb.ask("pf")).isEqualTo("xxxxxxxx");
            assertThat(gdb.ask("P4=78563412")).startsWith("E.");
            assertThat(gdb.registers(gdb.id("comms"))).isEqualTo(firmware.parked("comms"));
            assertThat(firmware.machine().writes()).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("registers of task sensor"));
        }
    }
}
