package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;

/** A task is a thread for its whole life and no longer, also when the next one lives where it did. */
@ExtendWith(LeakRecorder.Check.class)
class TaskLivesTest {
    /** blinky is 1 and runs, IDLE 2, sensor 3, comms 4. */
    private static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        assertThat(gdb.threads()).extracting(ThreadLine::name).containsExactly("blinky", "IDLE", "sensor", "comms");
        return gdb;
    }

    private static void run(Rig rig, Gdb13 gdb, Runnable program) {
        gdb.resume();
        rig.server().stop(() -> {
            program.run();
            return "T05thread:1;";
        });
        gdb.stopped();
    }

    /** The kernel numbers its tasks: the number tells, though name, control block and stack are the same. */
    @ParameterizedTest
    @CsvSource({"sensor", "logger"})
    void anotherTaskInTheSamePlaceIsAnotherThread(String name) {
        Firmware firmware = Firmware.described();
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = attach(rig);
            gdb.select("3");

            run(rig, gdb, () -> firmware.replace("sensor", name));

            assertThat(gdb.threads())
                    .extracting(ThreadLine::id, ThreadLine::name)
                    .map(tuple -> tuple.toList().toString())
                    .containsExactly("[1, blinky]", "[2, IDLE]", "[4, comms]", "[5, " + name + "]");
            assertThat(gdb.ask("T3")).isEqualTo("E.no thread 3");
            assertThat(gdb.ask("Hg3")).isEqualTo("E.no thread 3");
            assertThat(gdb.registers("5")).isEqualTo(firmware.parked("sensor"));
        }
    }

    /** Without numbers, name and stack tell. */
    @ParameterizedTest
    @CsvSource({"logger, 0, 5", "sensor, -8, 5", "logger, -8, 5", "sensor, 0, 3"})
    void withoutNumbersItsNameOrItsStackTells(String name, int stack, String id) {
        Firmware firmware = Firmware.untraced();
        long start = firmware.word(firmware.tcb("sensor") + 48);
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = attach(rig);

            run(rig, gdb, () -> {
                firmware.replace("sensor", name);
                firmware.poke(firmware.tcb("sensor") + 48, start + stack);
            });

            assertThat(gdb.id(name)).isEqualTo(id);
            assertThat(gdb.ask("T3")).isEqualTo(id.equals("3") ? "OK" : "E.no thread 3");
        }
    }

    /** A stop costs one read, and that one tells that the task at the known address may be new. */
    @Test
    void theTaskOnTheCpuToo() {
        Firmware firmware = Firmware.described();
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = attach(rig);

            run(rig, gdb, () -> firmware.replace("blinky", "blinky"));

            assertThat(gdb.current()).isEqualTo("5");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(1));
            assertThat(gdb.ask("T1")).isEqualTo("E.no thread 1");
        }
    }

    @Test
    void aTaskThatIsBackHasItsNumber() {
        Firmware firmware = Firmware.described();
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = attach(rig);

            run(rig, gdb, () -> firmware.switchTo("sensor"));
            assertThat(gdb.current()).isEqualTo("3");
            run(rig, gdb, () -> firmware.switchTo("blinky"));

            assertThat(gdb.current()).isEqualTo("1");
        }
    }
}
