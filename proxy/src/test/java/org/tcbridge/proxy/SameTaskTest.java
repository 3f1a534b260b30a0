package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** After a step the registers, which gdb asks for anyway, tell whether the CPU executes the same task: then the kernel is not asked. */
@ExtendWith(LeakRecorder.Check.class)
class SameTaskTest {
    private static final String MAP =
            "l<memory-map><memory type=\"rom\" start=\"0x8000000\" length=\"0x10000\"/></memory-map>";

    private final Firmware firmware = Firmware.described();

    /** What the program does during the next step. */
    private Runnable program = () -> {};

    private Rig rig(Quirk... further) {
        List<Quirk> quirks = Rig.with(further);
        quirks.add(Quirks.replies("qXfer:memory-map:read.*", MAP));
        quirks.add(new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.startsWith("vCont;s")) {
                    program.run();
                }
                return Optional.empty();
            }
        });
        return Rig.tasks(firmware, quirks);
    }

    /** A client whose server's registers are held, after a step. */
    private static Gdb13 stepped(Rig rig) {
        Gdb13 gdb = rig.attach();
        gdb.ask("qXfer:memory-map:read::0,fff");
        gdb.step("1");
        gdb.ask("g");
        rig.server().forget();
        return gdb;
    }

    private void set(int register, long value) {
        firmware.machine().pokeRegister(1, register, HexFormat.of().parseHex(Firmware.hex(value)));
    }

    private static final int FURTHER = 0x8000152;

    @Test
    void onTheSameStackItIsTheSameTask() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            program = () -> set(Firmware.PC, FURTHER);

            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");
            assertThat(gdb.ask("g")).isEqualTo(firmware.machine().general(1));
            gdb.step("1");
            gdb.step("1");

            assertThat(rig.server().commands())
                    .containsExactly("vCont;s:1;c", "g", "vCont;s:1;c", "g", "vCont;s:1;c", "g");
        }
    }

    @Test
    void theListIsReadAllTheSame() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            gdb.step("1");
            rig.server().forget();

            assertThat(gdb.threads()).hasSize(4);

            assertThat(rig.server().count("m.*")).isPositive();
        }
    }

    @Test
    void onAnotherStackTheKernelIsAsked() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            program = () -> set(Firmware.SP, 0x20000100);

            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");

            assertThat(rig.server().commands()).startsWith("vCont;s:1;c", "g").anyMatch(c -> c.startsWith("m"));
        }
    }

    @Test
    void inAHandlerTheKernelIsAsked() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            program = () -> set(Firmware.XPSR, 0x6100_000fL);

            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");

            assertThat(rig.server().count("m.*")).isEqualTo(1);
            rig.server().forget();
            gdb.step("1");
            assertThat(rig.server().count("m.*")).as("a step from within it").isEqualTo(1);
        }
    }

    /** A switch seen by the stack: the step ends when its task is back. */
    @Test
    void aSwitchIsSeen() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            program = () -> firmware.switchTo("sensor");
            gdb.wire().send("vCont;s:1");
            rig.server().stop(() -> {
                firmware.switchTo("blinky");
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("Z1.*")).isEqualTo(1);
        }
    }

    /** What gdb writes into the kernel between two steps counts. */
    @Test
    void whatTheClientWritesIsNotPassedOver() {
        try (Rig rig = rig()) {
            Gdb13 gdb = stepped(rig);
            gdb.ask("M20000000,1:00");
            rig.server().forget();

            gdb.step("1");

            assertThat(rig.server().count("m.*")).as("once before the step").isEqualTo(1);
        }
    }

    @Test
    void withoutACacheItIsTheKernelThatIsAsked() {
        try (Rig rig = Rig.tasks(firmware, Rig.with())) {
            Gdb13 gdb = rig.attach();
            gdb.step("1");
            gdb.ask("g");
            rig.server().forget();

            gdb.step("1");

            assertThat(rig.server().count("g")).isZero();
            assertThat(rig.server().count("m.*")).isEqualTo(1);
        }
    }

    /** A handler keeps its stack while it switches tasks. */
    @Test
    void whereNothingTellsOfHandlersTheKernelIsAsked() {
        Quirk noStatus = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                String general = firmware.machine().general(1);
                return command.equals("g")
                        ? Optional.of(List.of(general.substring(0, general.length() - 2 * Integer.BYTES)))
                        : Optional.empty();
            }
        };
        try (Rig rig = rig(noStatus)) {
            Gdb13 gdb = stepped(rig);
            gdb.step("1");

            assertThat(rig.server().count("m.*")).isEqualTo(1);
        }
    }
}
