package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.ExceptionFirmware.CONTROL;
import static org.tcbridge.proxy.ExceptionFirmware.D0;
import static org.tcbridge.proxy.ExceptionFirmware.FPSCR;
import static org.tcbridge.proxy.ExceptionFirmware.MSP;
import static org.tcbridge.proxy.ExceptionFirmware.PRIMASK;
import static org.tcbridge.proxy.ExceptionFirmware.SYSTICK;
import static org.tcbridge.proxy.ExceptionFirmware.TO_FLOAT_TASK;
import static org.tcbridge.proxy.ExceptionFirmware.TO_HANDLER;
import static org.tcbridge.proxy.ExceptionFirmware.TO_TASK;
import static org.tcbridge.proxy.ExceptionFirmware.pushed;
import static org.tcbridge.proxy.Firmware.hex;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;

/** Registers of a handler that is a thread of its own: the server's; and of the task it interrupted: the task's own. */
@ExtendWith(LeakRecorder.Check.class)
class HandlerRegistersTest {
    /** The task that runs, and the handler: the first number after those of the tasks. */
    private static final String TASK = "1";

    private static final String HANDLER = "5";

    private final ExceptionFirmware cpu = new ExceptionFirmware();

    @Test
    void theHandlersRegistersAreTheServersUntouched() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            gdb.threads();
            gdb.registers("3");
            rig.server().forget();

            assertThat(gdb.registers(HANDLER))
                    .isEqualTo(cpu.firmware().machine().general(1));
            assertThat(gdb.ask("Pf=%s".formatted(hex(0x0800_0900L)))).isEqualTo("OK");
            assertThat(rig.server().commands()).containsExactly("g", "Pf=00090008");
        }
    }

    private String task(String calleeSaved, long sp) {
        StringBuilder g = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            g.append(hex(pushed(i)));
        }
        return g.append(calleeSaved)
                .append(hex(pushed(4)))
                .append(hex(sp))
                .append(hex(pushed(5)))
                .append(hex(pushed(6)))
                .append(hex(pushed(7)))
                .toString();
    }

    private static String unknownCalleeSaved() {
        return "xx".repeat(32);
    }

    @Test
    void atTheHandlersFirstInstructionTheTaskHasAllRegisters() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));

            assertThat(gdb.registers(TASK)).isEqualTo(task(cpu.liveCalleeSaved(), cpu.psp() + 0x20));
            assertThat(gdb.ask("p1b")).as("psp").isEqualTo(hex(cpu.psp() + 0x20));
            assertThat(gdb.ask("p1a")).as("msp").isEqualTo(cpu.live(MSP));
            assertThat(gdb.ask("p1c")).as("primask, one bit").isEqualTo(cpu.live(PRIMASK));
            assertThat(gdb.ask("p1d"))
                    .as("control: a handler's is not the task's")
                    .isEqualTo("xx");
            assertThat(gdb.ask("p1e")).as("d0: the task uses none").isEqualTo("xx".repeat(8));
        }
    }

    @Test
    void aStackThatHadToBeAlignedEndsAWordLater() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enterUnaligned(SYSTICK, TO_TASK));

            assertThat(gdb.registers(TASK)).isEqualTo(task(cpu.liveCalleeSaved(), cpu.psp() + 0x24));
        }
    }

    @Test
    void laterInAHandlerRegistersItMayHaveChangedAreNotTheTasks() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(SYSTICK, TO_TASK);
                cpu.proceed(4, 5, 6, 7, TO_TASK);
            });

            assertThat(gdb.registers(TASK)).isEqualTo(task(unknownCalleeSaved(), cpu.psp() + 0x20));
        }
    }

    /** The one that matters is the outermost's, whose words are at higher addresses. */
    @Test
    void ofNestedHandlersTheInnermostIsShown() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(SYSTICK, TO_FLOAT_TASK);
                cpu.proceed(0, 1, 2, 3, 12, 0x0800_0901L, 0x0800_0904L, 0x6100_000fL, 4, TO_FLOAT_TASK);
                cpu.arrive(21, TO_HANDLER, ExceptionFirmware.MAIN_STACK - 40);
            });

            assertThat(gdb.current()).isEqualTo(HANDLER);
            assertThat(gdb.threads())
                    .contains(new ThreadLine(HANDLER, "exception 21 (IRQ 5)", "handler, interrupts task blinky"));
            assertThat(gdb.registers(TASK)).isEqualTo(task(unknownCalleeSaved(), cpu.psp() + 0x68));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void floatingPointRegistersAreInTheFrame(boolean aligned) {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                if (aligned) {
                    cpu.enterUnaligned(SYSTICK, TO_FLOAT_TASK);
                } else {
                    cpu.enter(SYSTICK, TO_FLOAT_TASK);
                }
            });

            assertThat(gdb.registers(TASK)).isEqualTo(task(cpu.liveCalleeSaved(), cpu.psp() + (aligned ? 0x6c : 0x68)));
            assertThat(gdb.ask("p1e")).as("d0").isEqualTo(hex(pushed(8)) + hex(pushed(9)));
            assertThat(gdb.ask("p25")).as("d7").isEqualTo(hex(pushed(22)) + hex(pushed(23)));
            assertThat(gdb.ask("p26")).as("d8: nobody has changed it yet").isEqualTo(ExceptionFirmware.liveDouble(8));
            assertThat(gdb.ask("p2e")).as("fpscr").isEqualTo(hex(pushed(24)));
        }
    }

    @Test
    void laterInAHandlerTheUpperFloatingPointRegistersAreNotTheTasks() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(SYSTICK, TO_FLOAT_TASK);
                cpu.proceed(TO_FLOAT_TASK);
            });
            gdb.select(TASK);

            assertThat(gdb.ask("p1e")).as("d0").isEqualTo(hex(pushed(8)) + hex(pushed(9)));
            assertThat(gdb.ask("p26")).as("d8").isEqualTo("xx".repeat(8));
        }
    }

    @Test
    void whileTheFrameHasOnlyRoomForThemTheCpuHasThem() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(SYSTICK, TO_FLOAT_TASK);
                cpu.proceed(TO_FLOAT_TASK);
                cpu.floatsAreLazy();
            });
            gdb.select(TASK);

            for (int i = 0; i < 16; i++) {
                assertThat(gdb.ask("p%x".formatted(D0 + i))).isEqualTo(ExceptionFirmware.liveDouble(i));
            }
            assertThat(gdb.ask("p2e")).isEqualTo(cpu.live(FPSCR));
            assertThat(gdb.ask("P1e=" + "00".repeat(8))).startsWith("E");
        }
    }

    @Test
    void withoutTheWordThatTellsTheFormTheTaskHasNoRegisters() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(SYSTICK, TO_TASK);
                cpu.proceed(new long[80]);
            });

            assertThat(gdb.registers(TASK)).isEqualTo("xx".repeat(Firmware.GENERAL));
            assertThat(gdb.ask("Pf=00000000")).startsWith("E");
            assertThat(gdb.registers(HANDLER))
                    .isEqualTo(cpu.firmware().machine().general(1));
            assertThat(rig.server().machine().writes()).isEmpty();
        }
    }

    /** In the middle of the kernel's switch the current task is the new one, and the process stack the old one's still. */
    @Test
    void aFrameInAnotherTasksStackIsNotTheTasks() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.enter(14, TO_TASK);
                Firmware firmware = cpu.firmware();
                firmware.poke(firmware.symbol("pxCurrentTCB"), firmware.tcb("sensor"));
            });

            assertThat(gdb.current()).isEqualTo(HANDLER);
            assertThat(gdb.threads())
                    .contains(new ThreadLine(HANDLER, "exception 14 (PendSV)", "handler, interrupts task sensor"));
            assertThat(gdb.registers("3")).isEqualTo("xx".repeat(Firmware.GENERAL));
        }
    }

    @Test
    void aTasksRegistersAreWrittenToItsFrameOrNotAtAll() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            gdb.registers(TASK);

            assertThat(gdb.ask("P0=11223344")).isEqualTo("OK");
            assertThat(gdb.ask("Pf=" + hex(0x0800_0180L))).isEqualTo("OK");
            for (String refused : List.of("P4=11223344", "Pd=11223344", "P1a=11223344", "P1b=11223344", "P1c=01")) {
                assertThat(gdb.ask(refused)).as(refused).startsWith("E");
            }

            assertThat(rig.server().machine().writes())
                    .containsExactly(
                            "M%x:11223344".formatted(cpu.psp()), "M%x:%s".formatted(cpu.psp() + 24, hex(0x0800_0180L)));
            assertThat(gdb.registers(TASK)).startsWith("11223344").contains(hex(0x0800_0180L));
        }
    }

    @Test
    void allOfThemAtOnceToo() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            String g = gdb.registers(TASK);

            assertThat(gdb.ask("G11223344" + g.substring(8))).isEqualTo("OK");
            assertThat(gdb.ask("G" + g.substring(0, 32) + "11223344" + g.substring(40)))
                    .startsWith("E");

            assertThat(rig.server().machine().writes()).containsExactly("M%x:11223344".formatted(cpu.psp()));
        }
    }

    @Test
    void theRegistersOfAnInterruptedTaskCostAFewReadsOnce() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            gdb.threads();
            rig.server().forget();

            gdb.registers(TASK);
            gdb.registers("3");
            gdb.registers(TASK);

            assertThat(rig.server().count("p.*")).as("psp and msp").isEqualTo(2);
            assertThat(rig.server().count("g")).isZero();
            assertThat(rig.server().count("m.*")).as("VTOR, vector, two frames").isEqualTo(4);
        }
    }

    @Test
    void theCpusOwnRegistersAreShownForParkedTasksToo() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            gdb.select("3");

            assertThat(gdb.ask("p1a")).as("msp").isEqualTo(cpu.live(MSP));
            assertThat(gdb.ask("p1c")).as("primask").isEqualTo(cpu.live(PRIMASK));
            assertThat(gdb.ask("p1b")).as("psp").isEqualTo(hex(cpu.firmware().value("sensor", Firmware.SP)));
            assertThat(gdb.ask("p1d")).as("control").isEqualTo("xx").isNotEqualTo(cpu.live(CONTROL));
            assertThat(gdb.ask("P1a=00000000")).startsWith("E");
        }
    }

    /** gdb has read the registers of its thread before it offers symbols; they were the handler's, and stay that. */
    @Test
    void aClientThatConnectsInAHandlerHasTheHandlerUnderTheFirstNumber() {
        cpu.enter(SYSTICK, TO_TASK);
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads())
                    .extracting(ThreadLine::id, ThreadLine::name)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("1", "exception 15 (SysTick)"),
                            org.assertj.core.groups.Tuple.tuple("2", "blinky"));
            assertThat(gdb.registers("1")).isEqualTo(cpu.firmware().machine().general(1));
            assertThat(gdb.registers("2")).isEqualTo(task(cpu.liveCalleeSaved(), cpu.psp() + 0x20));
        }
    }
}
