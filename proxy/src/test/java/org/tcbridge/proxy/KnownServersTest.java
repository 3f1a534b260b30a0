package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;

/** What every user does, behind every known server. What must never happen there is checked by {@link Rig#close()}. */
@ExtendWith(LeakRecorder.Check.class)
class KnownServersTest {

    @ParameterizedTest
    @EnumSource
    void tasksAreThreads(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads())
                    .extracting(ThreadLine::name)
                    .containsExactlyInAnyOrder("IDLE", "blinky", "sensor", "comms");
            assertThat(gdb.threads())
                    .extracting(ThreadLine::text)
                    .containsExactlyInAnyOrder(
                            "ready, priority 0",
                            "running, priority 2",
                            "blocked: until tick 6000, priority 3",
                            "suspended, priority 1");
            assertThat(gdb.id("blinky")).isEqualTo(gdb.current());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskHasItsOwnRegisters(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Gdb13 gdb = rig.attach();

            for (String task : Firmware.PARKED) {
                assertThat(gdb.registers(gdb.id(task)))
                        .as(task)
                        .isEqualTo(rig.firmware().parked(task));
            }
            assertThat(gdb.registers(gdb.id(Firmware.RUNNING)))
                    .isEqualTo(rig.firmware().machine().general(1));
            assertThat(gdb.ask("m" + Long.toHexString(Firmware.RAM) + ",4")).isEqualTo("00000000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegisterOfAParkedTaskIsWrittenToItsFrame(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Firmware firmware = rig.firmware();
            Gdb13 gdb = rig.attach();
            gdb.select(gdb.id("sensor"));

            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");

            assertThat(gdb.ask("p4")).isEqualTo("78563412");
            assertThat(firmware.machine().writes())
                    .containsExactly("M%x:78563412".formatted(firmware.place("sensor", 4)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTargetRunsAndStopsInAnotherTask(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Gdb13 gdb = rig.attach();
            String sensor = gdb.id("sensor");

            String stop = gdb.resumeAndInterrupt(() -> {
                rig.server().machine().awaitRunning();
                rig.firmware().switchTo("sensor");
            });

            assertThat(stop).matches("T0[02].*");
            assertThat(gdb.current()).isEqualTo(sensor);
            assertThat(gdb.registers(sensor)).isEqualTo(rig.firmware().machine().general(1));
            assertThat(gdb.registers(gdb.id("blinky"))).startsWith("0000000c0100000c");
            assertThat(rig.server().commands()).contains("\3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRunningTaskIsStepped(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Gdb13 gdb = rig.attach();
            String blinky = gdb.id("blinky");
            gdb.threads();

            assertThat(gdb.step(blinky)).matches("T0[025].*");

            assertThat(gdb.current()).isEqualTo(blinky);
            assertThat(rig.server().count("vCont;s.*|s")).isEqualTo(1);
            assertThat(gdb.registers(blinky)).isEqualTo(rig.firmware().machine().general(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theClientDetachesAndComesAgain(KnownServer known) {
        try (Rig rig = Rig.tasks(known)) {
            Gdb13 first = rig.attach();
            List<ThreadLine> threads = first.threads();
            assertThat(first.detach()).isEqualTo("OK");
            first.close();

            Gdb13 second = rig.attach();

            assertThat(second.threads()).isEqualTo(threads);
            assertThat(rig.server().connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnRtosTheServersOwnThreadsAreShown(KnownServer known) {
        try (Rig rig = Rig.of(known, false)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).extracting(ThreadLine::name).allMatch(String::isEmpty);
            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
            assertThat(gdb.step(gdb.current())).matches("[TS]0[025].*");
            assertThat(gdb.resumeAndInterrupt(rig.server().machine()::awaitRunning))
                    .matches("[TS]0[025].*");
            assertThat(gdb.detach()).isEqualTo("OK");
        }
    }
}
