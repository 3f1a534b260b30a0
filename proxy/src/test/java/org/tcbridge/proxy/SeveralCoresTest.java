package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;

/**
 * Two cores under one kernel, the server's threads 1 and 2. Tasks by number: 1 blinky on the first core, 2 radio on the second,
 * parked 3 IDLE, 4 sensor, 5 comms.
 */
@ExtendWith(LeakRecorder.Check.class)
class SeveralCoresTest {
    /** Where radio is. */
    private static final String RADIO = "8000250,2";

    /** Where blinky is. */
    private static final String HERE = "8000150,2";

    private final Firmware firmware = Firmware.smp();

    private Rig rig(Quirk... further) {
        return Rig.evaluating(firmware, Rig.with(further));
    }

    private static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        assertThat(gdb.threads())
                .extracting(ThreadLine::id, ThreadLine::name)
                .map(tuple -> String.join(" ", tuple.toList().toArray(String[]::new)))
                .containsExactly("1 blinky", "2 radio", "3 IDLE", "4 sensor", "5 comms");
        rig.server().forget();
        return gdb;
    }

    private static List<String> motions(Rig rig) {
        return rig.server().commands().stream()
                .filter(c -> c.matches("[Zz].*|vCont;.*|[csCS].*|Hc.*"))
                .toList();
    }

    private String pc(String task) {
        return Long.toHexString(firmware.value(task, Firmware.PC));
    }

    @Test
    void theListSaysWhichCoreRunsATask() {
        try (Rig rig = rig()) {
            String xml = attach(rig).ask("qXfer:threads:read::0,ffb");

            assertThat(xml)
                    .contains("<thread id=\"1\" core=\"0\" name=\"blinky\">running, priority 2<")
                    .contains("<thread id=\"2\" core=\"1\" name=\"radio\">running, priority 4<")
                    .containsPattern("<thread id=\"4\" name=\"sensor\">");
        }
    }

    @Test
    void aRunningTasksRegistersAreThoseOfItsCore() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            String first = firmware.machine().general(1);
            String second = firmware.machine().general(2);
            assertThat(first).isNotEqualTo(second);

            assertThat(gdb.registers("2")).isEqualTo(second);
            assertThat(gdb.registers("4")).isEqualTo(firmware.parked("sensor"));
            assertThat(gdb.registers("1")).isEqualTo(first);
            gdb.select("2");
            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");

            assertThat(firmware.machine().writes()).containsExactly("P2:4=78563412");
            assertThat(gdb.ask("p4")).isEqualTo("78563412");
            assertThat(gdb.registers("1")).isEqualTo(first);
        }
    }

    /** A stop on each core, and the task that runs there then. */
    @ParameterizedTest
    @CsvSource({"1, radio, 2", "2, comms, 5"})
    void aStopIsOfTheTaskOnItsCore(int switched, String to, String id) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.resume();
            rig.server().stop(() -> {
                firmware.switchTo(2, switched == 2 ? to : "radio");
                return "T05thread:2;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:" + id + ";");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(2));
            assertThat(gdb.registers("1")).isEqualTo(firmware.machine().general(1));
        }
    }

    @Test
    void aStepIsOfTheTasksCore() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.step("2")).isEqualTo("T05thread:2;");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(2));
            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(1));

            assertThat(motions(rig)).containsExactly("vCont;s:2;c", "vCont;s:1;c");
        }
    }

    /** It is back on either core. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aStepEndsWhereItsTaskIsBack(int core) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            firmware.machine().onStep(() -> firmware.switchTo(2, "comms"));

            gdb.wire().send("vCont;s:2;c");
            rig.server().stop(() -> {
                firmware.switchTo(core, "radio");
                return "T05hwbreak:;thread:%d;".formatted(core);
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:2;");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(core));
            assertThat(motions(rig)).containsExactly("vCont;s:2;c", "Z1," + RADIO, "vCont;c", "z1," + RADIO);
        }
    }

    /** The core that stands at the breakpoint is the one that is stepped over it. */
    @Test
    void anotherTaskAtThePlaceIsSteppedOnItsCore() {
        firmware.poke(firmware.place("IDLE", Firmware.PC), firmware.value("sensor", Firmware.PC));
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            gdb.wire().send("vCont;s:4;c");
            rig.server().stop(() -> {
                firmware.switchTo(2, "IDLE");
                return "T05hwbreak:;thread:2;";
            });
            rig.server().stop(() -> {
                firmware.switchTo(2, "sensor");
                return "T05hwbreak:;thread:2;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:4;");
            String at = "1," + pc("sensor") + ",2";
            assertThat(motions(rig))
                    .containsExactly(
                            "Z" + at, "vCont;c", "z" + at, "vCont;s:2;c", "Z" + at, "vCont;c", "z" + at, "vCont;s:2;c");
        }
    }

    /** The same, when a core stands there before anything has run. */
    @Test
    void aCoreThatStandsAtThePlaceIsSteppedFirst() {
        firmware.poke(firmware.place("sensor", Firmware.PC), Firmware.FLASH + 0x180);
        firmware.machine().pokeRegister(2, Firmware.PC, new byte[] {(byte) 0x80, 1, 0, 8});
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            gdb.wire().send("vCont;s:4;c");
            rig.server().stop(() -> {
                firmware.switchTo(1, "sensor");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:4;");
            assertThat(motions(rig))
                    .containsExactly(
                            "Z1,8000180,2",
                            "z1,8000180,2",
                            "vCont;s:2;c",
                            "Z1,8000180,2",
                            "vCont;c",
                            "z1,8000180,2",
                            "vCont;s:1;c");
        }
    }

    /** What the client sends, and what the server gets: a task on no core can be neither held nor let go. */
    @ParameterizedTest
    @CsvSource({
        "vCont;c, vCont;c",
        "vCont;c:2, vCont;c:2",
        "vCont;c:1;c:2, vCont;c:1;c:2",
        "vCont;C02:2;c, vCont;C02:2;c",
        "vCont;c:4;c:2, vCont;c:2",
        "vCont;c:3;c:4, vCont;c",
        "vCont;c:-1, vCont;c:-1",
    })
    void actionsAreOfCores(String actions, String sent) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            gdb.wire().send(actions);
            rig.server().stop("T05thread:2;");

            assertThat(gdb.stopped()).isEqualTo("T05thread:2;");
            assertThat(motions(rig)).containsExactly(sent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vCont;s:1;c:2, vCont;s:1;c:2, 1",
        "vCont;c:1;s:2, vCont;c:1;s:2, 2",
        "vCont;c:4;s:2;c:1, vCont;s:2;c:1, 2",
        "vCont;S05:2;c, vCont;S05:2;c, 2",
    })
    void oneOfThemMayBeAStep(String actions, String sent, String stopped) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.ask(actions)).isEqualTo("T05thread:" + stopped + ";");

            assertThat(motions(rig)).containsExactly(sent);
        }
    }

    /** A server that has only c and s. */
    @ParameterizedTest
    @CsvSource({"Hc2, c, Hc2", "Hc1, c, Hc1", "Hc0, c, Hc0", "Hc-1, c, Hc0", "Hc4, c, Hc0"})
    void theOldCommandsAreOfTheSelectedCore(String select, String motion, String selected) {
        try (Rig rig = rig(Quirks.replies("vCont.*", ""))) {
            Gdb13 gdb = attach(rig);
            gdb.ask(select);

            gdb.wire().send(motion);
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(motions(rig)).containsExactly(selected, motion);
        }
    }

    @Test
    void aStepByTheOldCommandGoesOnByThemToo() {
        try (Rig rig = rig(Quirks.replies("vCont.*", ""), Quirks.rewrites("T05thread:1;", "T05thread:2;"))) {
            Gdb13 gdb = attach(rig);
            firmware.machine().onStep(() -> firmware.switchTo(2, "comms"));
            gdb.ask("Hc2");

            gdb.wire().send("s");
            rig.server().stop(() -> {
                firmware.switchTo(2, "radio");
                return "T05hwbreak:;thread:2;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:2;");
            assertThat(motions(rig)).containsExactly("Hc2", "s", "Z1," + RADIO, "Hc0", "c", "z1," + RADIO);
        }
    }

    /** A hit that nobody is told of: the other core stands still while the breakpoint is out. */
    @ParameterizedTest
    @CsvSource({"vCont;c, true", "vCont;c:1;c, true", "vCont;c:1, false", "vCont;c:1;c:2, false"})
    void aConditionThatFailsIsPassedByOneCoreAlone(String resume, boolean all) {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + RADIO + ";X3,220027");

            gdb.wire().send(resume);
            rig.server().stop("T05thread:2;");
            if (all) {
                rig.server().stop("T02thread:2;");
            }

            assertThat(gdb.receive()).isEqualTo(all ? "T02thread:2;" : "T05hwbreak:;thread:2;");
            List<String> pass = List.of("z0," + RADIO, "vCont;s:2", "Z0," + RADIO, resume);
            assertThat(motions(rig))
                    .startsWith("Z0," + RADIO, resume)
                    .hasSize(all ? 6 : 2)
                    .endsWith(all ? pass.toArray(String[]::new) : new String[] {resume});
        }
    }

    /** Which core it is is not guessed. */
    @Test
    void aStopWithoutACoreIsTold() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.ask("Z0," + HERE + ";X3,220027");

            gdb.wire().send("vCont;c");
            rig.server().stop("S05");

            assertThat(gdb.receive()).startsWith("T05");
            assertThat(motions(rig)).containsExactly("Z0," + HERE, "vCont;c");
        }
    }
}
