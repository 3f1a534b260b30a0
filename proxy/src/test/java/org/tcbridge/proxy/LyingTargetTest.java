package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;

/** Memory that does not add up: the client gets an answer, sees what is sound, and the session goes on. */
@ExtendWith(LeakRecorder.Check.class)
class LyingTargetTest {
    private static final Pattern REASON = Pattern.compile(".*(no tasks shown|, but |not shown).*", Pattern.DOTALL);

    /** What is wrong with the target, and the tasks that are sound all the same: what they hold says where they belong. */
    enum Lie {
        A_LIST_THAT_LOOPS(
                firmware -> {
                    long item = firmware.tcb("sensor") + 4;
                    firmware.poke(item + 4, item);
                },
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        A_LIST_OF_FOUR_BILLION(
                firmware -> firmware.poke(firmware.symbol("xSuspendedTaskList"), 0xffff_ffffL),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        FOUR_BILLION_TASKS(
                firmware -> firmware.poke(firmware.symbol("uxCurrentNumberOfTasks"), 0xffff_ffffL),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        A_LIST_THAT_LEADS_NOWHERE(
                firmware -> firmware.poke(firmware.tcb("sensor") + 4 + 4, 0xdead_bee0L),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        A_CURRENT_TASK_THAT_IS_NONE(
                firmware -> firmware.poke(firmware.symbol("pxCurrentTCB"), 0xdead_bee0L),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        A_CURRENT_TASK_AT_AN_ODD_ADDRESS(
                firmware -> firmware.poke(firmware.symbol("pxCurrentTCB"), firmware.tcb("blinky") + 1),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        AN_OWNER_THAT_IS_NO_TASK(
                firmware -> firmware.poke(firmware.tcb("comms") + 4 + 12, Firmware.RAM), "IDLE", "blinky", "sensor"),
        ALL_ZEROS(firmware -> firmware.machine().poke(Firmware.RAM, new byte[0x8000])),
        ALL_ONES(firmware -> {
            byte[] ones = new byte[0x8000];
            Arrays.fill(ones, (byte) 0xff);
            firmware.machine().poke(Firmware.RAM, ones);
        }),
        NOISE(firmware -> {
            byte[] noise = new byte[0x8000];
            new Random(1).nextBytes(noise);
            firmware.machine().poke(Firmware.RAM, noise);
            firmware.start();
        });

        private final Consumer<Firmware> told;
        private final List<String> sound;

        Lie(Consumer<Firmware> told, String... sound) {
            this.told = told;
            this.sound = List.of(sound);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fromTheBeginning(Lie lie) {
        Firmware firmware = Firmware.described();
        lie.told.accept(firmware);
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            check(rig, rig.attach(), lie, log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenItWasFineBefore(Lie lie) {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);
            gdb.resume();
            rig.server().stop(() -> {
                lie.told.accept(rig.firmware());
                return "S05";
            });
            assertThat(gdb.stopped()).matches("T05thread:[1-9]+;");
            check(rig, gdb, lie, log);
        }
    }

    private static void check(Rig rig, Gdb13 gdb, Lie lie, LogCapture log) {
        String current = gdb.current();

        List<ThreadLine> threads = gdb.threads();

        assertThat(threads)
                .extracting(ThreadLine::name)
                .filteredOn(name -> !name.isEmpty())
                .containsExactlyInAnyOrderElementsOf(lie.sound);
        assertThat(threads).extracting(ThreadLine::id).contains(current).doesNotHaveDuplicates();
        for (ThreadLine thread : threads) {
            assertThat(gdb.registers(thread.id())).hasSize(2 * Firmware.GENERAL);
        }
        assertThat(gdb.registers(current)).isEqualTo(rig.firmware().machine().general(1));
        assertThat(gdb.step(current)).isEqualTo("T05thread:" + current + ";");
        assertThat(log.lines()).as("a reason").anyMatch(REASON.asMatchPredicate());
        assertThat(rig.firmware().machine().writes()).isEmpty();
    }

    /** Where memory cannot be read in the middle of a walk. */
    enum Hole {
        A_TASK(firmware -> List.of(firmware.tcb("sensor"), firmware.tcb("sensor") + 92), "IDLE", "blinky", "comms"),
        A_LIST(
                firmware -> List.of(firmware.symbol("xSuspendedTaskList"), firmware.symbol("xSuspendedTaskList") + 20),
                "IDLE",
                "blinky",
                "sensor"),
        THE_CURRENT_TASK(
                firmware -> List.of(firmware.symbol("pxCurrentTCB"), firmware.symbol("pxCurrentTCB") + 4),
                "IDLE",
                "blinky",
                "sensor",
                "comms"),
        ALL_OF_IT(_ -> List.of(0L, 0xffff_ffffL));

        private final Function<Firmware, List<Long>> place;
        private final List<String> sound;

        Hole(Function<Firmware, List<Long>> place, String... sound) {
            this.place = place;
            this.sound = List.of(sound);
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryThatCannotBeRead(Hole hole) {
        Firmware firmware = Firmware.described();
        List<Long> range = hole.place.apply(firmware);
        List<Quirk> quirks = new ArrayList<>(Rig.with(Quirks.hole(range.get(0), range.get(1))));
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(firmware, quirks)) {
            Gdb13 gdb = rig.attach();

            List<ThreadLine> threads = gdb.threads();

            assertThat(threads)
                    .extracting(ThreadLine::name)
                    .filteredOn(name -> !name.isEmpty())
                    .containsExactlyInAnyOrderElementsOf(hole.sound);
            assertThat(threads).extracting(ThreadLine::id).contains(gdb.current());
            assertThat(gdb.registers(gdb.current()))
                    .isEqualTo(firmware.machine().general(1));
            assertThat(gdb.step(gdb.current())).startsWith("T05thread:");
            assertThat(log.lines()).as("a reason").anyMatch(REASON.asMatchPredicate());
        }
    }

    @Test
    void aNameWithoutAnEnd() {
        Firmware firmware = Firmware.described();
        firmware.rename("sensor", "A".repeat(16));
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            assertThat(rig.attach().threads())
                    .hasSize(4)
                    .extracting(ThreadLine::name)
                    .anyMatch(name -> name.matches("A{15,16}"));
        }
    }
}
