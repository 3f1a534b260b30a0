package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.ExceptionFirmware.SYSTICK;
import static org.tcbridge.proxy.ExceptionFirmware.TO_TASK;
import static org.tcbridge.proxy.ExceptionFirmware.pushed;
import static org.tcbridge.proxy.Firmware.hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/** Steps where handlers are threads of their own: each belongs to its task or to the handler. */
@ExtendWith(LeakRecorder.Check.class)
class HandlerStepsTest {
    /** The task that runs, and the handler: the first number after those of the tasks. */
    private static final String TASK = "1";

    private static final String HANDLER = "5";

    private final ExceptionFirmware cpu = new ExceptionFirmware();

    @Test
    void aStepOfTheHandlerIsAStepOfTheCpu() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            rig.server().forget();
            cpu.onStep(() -> cpu.proceed(TO_TASK));
            cpu.onStep(cpu::leave);

            assertThat(gdb.step(HANDLER)).isEqualTo("T05thread:5;");
            assertThat(gdb.step(HANDLER)).as("back from the handler, no signal").isEqualTo("T00thread:1;");

            assertThat(rig.server().count("vCont;.*")).isEqualTo(2);
            assertThat(rig.server().commands()).contains("vCont;s:1;c");
            assertThat(rig.server().count("[zZ].*")).isZero();
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @Test
    void aStepOfATaskThatEndsInAHandlerEndsWhenTheTaskIsBack() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();
            cpu.onStep(() -> cpu.enter(SYSTICK, TO_TASK));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                cpu.leave();
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(rig.server().commands().stream().filter(c -> c.matches("[zZv].*")))
                    .containsExactly("vCont;s:1;c", "Z1,800014c,2", "vCont;c", "z1,800014c,2");
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    /** An interrupt was pending: the CPU took it and did not execute the task's instruction. */
    @ParameterizedTest
    @CsvSource({"1, 2", "3, 4", "4, 4"})
    void aStepThatAnInterruptKeptFromItsInstructionIsDoneAgain(int interrupts, int steps) {
        try (Rig rig = cpu.rig()) {
            cpu.leave();
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();
            for (int i = 0; i < interrupts; i++) {
                cpu.onStep(() -> cpu.enter(SYSTICK, TO_TASK));
            }
            cpu.onStep(() -> cpu.register(Firmware.PC, pushed(6) + 2));

            gdb.wire().send("vCont;s:1;c");
            for (int i = 0; i < interrupts; i++) {
                rig.server().stop(() -> {
                    cpu.leave();
                    return "T05hwbreak:;thread:1;";
                });
            }

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(rig.server().count("vCont;s.*")).isEqualTo(steps);
            assertThat(rig.server().stub().breakpoints).isEmpty();
        }
    }

    @Test
    void aBreakpointInTheHandlerOnTheWayIsReportedAsItIs() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            gdb.ask("Z0,%x,2".formatted(ExceptionFirmware.handler(SYSTICK) + 8));
            cpu.onStep(() -> cpu.enter(SYSTICK, TO_TASK));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                cpu.proceed(TO_TASK);
                return "T05swbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05swbreak:;thread:5;");
            assertThat(rig.server().stub().breakpoints).hasSize(1);
        }
    }

    @Test
    void aStepOfTheInterruptedTaskLetsTheHandlerReturnFirst() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            rig.server().forget();
            cpu.onStep(() -> cpu.register(Firmware.PC, pushed(6) + 2));

            gdb.wire().send("vCont;s:1;c");
            rig.server().stop(() -> {
                cpu.leave();
                return "T05hwbreak:;thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(rig.server().commands().stream().filter(c -> c.startsWith("vCont")))
                    .containsExactly("vCont;c", "vCont;s:1");
            assertThat(gdb.registers(TASK)).contains(hex(pushed(6) + 2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"vCont;c:5|vCont;c:1", "vCont;C05:5;c|vCont;C05:1;c", "vCont;c:1|vCont;c", "vCont;c|vCont;c"})
    void lettingTheHandlerRunIsLettingTheCpuRun(String sent, String seen) {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            rig.server().forget();

            gdb.wire().send(sent);
            rig.server().stop(() -> {
                cpu.leave();
                return "T05thread:1;";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(rig.server().commands()).startsWith(seen);
        }
    }
}
