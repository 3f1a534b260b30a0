package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;

/** What tasks cost the link to the target, counted in packets at the server. */
@ExtendWith(LeakRecorder.Check.class)
class CostTest {
    private static final int TASKS = 4;

    /** Attached, the tasks listed once, stopped once more since: what was learnt stays, what was read is stale. */
    private static Gdb13 stopped(Rig rig) {
        Gdb13 gdb = rig.attach();
        gdb.threads();
        gdb.step("1");
        rig.server().forget();
        return gdb;
    }

    @Test
    void aListCostsNoMoreThanTasksAndSix() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);

            assertThat(gdb.threads()).hasSize(TASKS);

            assertThat(rig.server().count("m.*")).isBetween(1L, TASKS + 6L);
            assertThat(rig.server().count("g"))
                    .as("to see whether a handler runs")
                    .isLessThanOrEqualTo(1);
            assertThat(rig.server().commands()).allMatch(c -> c.startsWith("m") || c.equals("g"));
        }
    }

    /** A gdb that lists the threads at each stop, as its command line does. */
    @Test
    void whoListsAtEachStopHasTheKernelsListsWithTheStop() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            gdb.threads();
            gdb.step("1");
            gdb.threads();
            gdb.step("1");
            gdb.threads();
            rig.server().forget();

            gdb.step("1");
            long atStop = rig.server().count("m.*");
            assertThat(gdb.threads()).hasSize(TASKS);
            long atList = rig.server().count("m.*") - atStop;
            rig.server().forget();
            gdb.step("1");
            gdb.step("1");

            assertThat(atStop).isEqualTo(1);
            assertThat(atList).as("control blocks").isLessThanOrEqualTo(TASKS);
            assertThat(rig.server().count("m.*")).as("a stop each").isEqualTo(2);
        }
    }

    @Test
    void whileTheTargetStandsStillTheListCostsNothing() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            gdb.threads();
            rig.server().forget();

            gdb.threads();
            gdb.ask("T3");
            gdb.ask("qThreadExtraInfo,3");
            gdb.ask("Z0,8000150,2");
            gdb.ask("m20000000,40");
            gdb.threads();

            assertThat(rig.server().commands()).containsExactly("Z0,8000150,2", "m20000000,40");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"M20000000,1:00", "X20000000,1:a", "P4=00000000", "qRcmd,68616c74", "vFlashDone"})
    void itIsReadAgainWhenSomethingMayHaveChanged(String command) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            gdb.threads();
            gdb.ask(command);
            rig.server().forget();

            gdb.threads();

            assertThat(rig.server().count("m.*")).isBetween(1L, TASKS + 6L);
        }
    }

    @Test
    void aParkedTasksRegistersCostTwoReadsAtMost() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);
            gdb.threads();

            for (String task : Firmware.PARKED) {
                gdb.select(gdb.id(task));
                rig.server().forget();
                gdb.ask("g");
                gdb.ask("pf");
                gdb.ask("g");
                assertThat(rig.server().count("m.*")).as(task).isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void theRunningTasksRegistersAndMemoryCostNothingMore() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = stopped(rig);

            gdb.ask("g");
            gdb.ask("pf");
            gdb.ask("m20000000,4");
            gdb.ask("Hg1");
            gdb.ask("g");

            assertThat(rig.server().commands()).containsExactly("g", "pf", "m20000000,4", "g");
        }
    }

    /** Features in hexadecimal, 128 bytes here: a reply is never longer than that. */
    @Test
    void readsAreCutToTheServersPackets() {
        try (Rig rig = Rig.simple(Quirks.features("PacketSize=80;qXfer:features:read+"))) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(TASKS);
            assertThat(gdb.registers("3")).isEqualTo(rig.firmware().parked("sensor"));

            assertThat(rig.server().commands().stream()
                            .filter(c -> c.startsWith("m"))
                            .mapToInt(c -> Integer.parseInt(c.substring(c.indexOf(',') + 1), 16)))
                    .allMatch(length -> 2 * length + 4 <= 0x80);
        }
    }

    @Test
    void aServerMayGiveLessThanWasAskedFor() {
        try (Rig rig = Rig.simple(Quirks.shortReads(12))) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(TASKS);
            assertThat(gdb.registers("3")).isEqualTo(rig.firmware().parked("sensor"));
        }
    }
}
