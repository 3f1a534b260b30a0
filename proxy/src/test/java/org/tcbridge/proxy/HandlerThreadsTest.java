package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.ExceptionFirmware.SYSTICK;
import static org.tcbridge.proxy.ExceptionFirmware.TO_TASK;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;

/** Handlers where the server gives psp and msp: threads of their own, and the interrupted task with its own registers. */
@ExtendWith(LeakRecorder.Check.class)
class HandlerThreadsTest {
    /** The task that runs, and the handler: the first number after those of the tasks. */
    private static final String TASK = "1";

    private static final String HANDLER = "5";

    private final ExceptionFirmware cpu = new ExceptionFirmware();

    private String current() {
        return "m%x,c".formatted(cpu.firmware().symbol("uxTaskNumber"));
    }

    @Test
    void aStopInAHandlerNamesTheHandlerForOneReadAndOneRegisterRequest() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK), "T05hwbreak:;thread:1;core:0;");

            assertThat(gdb.current()).isEqualTo(HANDLER);
            assertThat(rig.server().commands()).containsExactlyInAnyOrder("g", current());
            assertThat(gdb.ask("qC")).isEqualTo("QC" + HANDLER);
        }
    }

    /** The kernel is looked at for the first time: the thread that the CPU was becomes the handler's. */
    @Test
    void theFirstStopOfASessionMayBeInAHandler() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = rig.attach();
            gdb.resume();
            rig.server().machine().awaitRunning();
            rig.server().stop(() -> {
                cpu.enter(SYSTICK, TO_TASK);
                return "T05thread:1;";
            });
            gdb.stopped();

            String stopped = gdb.current();
            assertThat(gdb.threads())
                    .filteredOn(thread -> thread.id().equals(stopped))
                    .extracting(ThreadLine::name)
                    .containsExactly("exception 15 (SysTick)");
        }
    }

    @Test
    void aStopInATaskCostsTheSame() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {});

            assertThat(gdb.current()).isEqualTo(TASK);
            assertThat(rig.server().commands()).containsExactlyInAnyOrder("g", current());
        }
    }

    @ParameterizedTest
    @CsvSource({"0f000061, 5", "00000061, 1"})
    void aStatusRegisterInTheStopReplySavesTheRequest(String xpsr, String thread) {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK), "T0519:" + xpsr + ";thread:1;");

            assertThat(gdb.current()).isEqualTo(thread);
            assertThat(rig.server().commands()).containsExactly(current());
        }
    }

    @ParameterizedTest
    @CsvSource({"15, exception 15 (SysTick)", "3, exception 3 (HardFault)", "21, exception 21 (IRQ 5)"})
    void theListHasTheHandlerAndTheInterruptedTask(int exception, String name) {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(exception, TO_TASK));

            assertThat(gdb.threads())
                    .hasSize(5)
                    .contains(
                            new ThreadLine(TASK, "blinky", "running, interrupted by " + name + ", priority 2"),
                            new ThreadLine("3", "sensor", "blocked: until tick 6000, priority 3"),
                            new ThreadLine(HANDLER, name, "handler, interrupts task blinky"));
        }
    }

    @Test
    void aTaskKeepsItsNumberAndTheHandlersIsUsedAgain() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            gdb.threads();
            gdb.resume();
            rig.server().stop(() -> {
                cpu.leave();
                return "S05";
            });
            assertThat(gdb.stopped()).isEqualTo("T05thread:1;");
            assertThat(gdb.threads()).extracting(ThreadLine::id).containsExactlyInAnyOrder("1", "2", "3", "4");
            gdb.resume();

            rig.server().stop(() -> {
                cpu.enter(22, TO_TASK);
                return "S05";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:5;");
        }
    }

    @Test
    void whenTasksAppearWhileAHandlerRunsTheHandlerIsTheThreadThatWasThere() {
        cpu.firmware().reset();
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> {
                cpu.firmware().start();
                cpu.enter(SYSTICK, TO_TASK);
            });

            assertThat(gdb.current()).isEqualTo("1");
            assertThat(gdb.threads())
                    .hasSize(5)
                    .contains(new ThreadLine("1", "exception 15 (SysTick)", "handler, interrupts task blinky"));
        }
    }

    @Test
    void afterAResetTheHandlersThreadIsTheOneThread() {
        try (Rig rig = cpu.rig()) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            gdb.resume();

            rig.server().stop(() -> {
                cpu.firmware().reset();
                return "S05";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:5;");
            assertThat(gdb.threads())
                    .containsExactly(new ThreadLine(HANDLER, "", "CPU 0, no task, in handler: exception 15 (SysTick)"));
        }
    }

    /** A server that does not tell psp, as QEMU up to 7.2. */
    @Test
    void withoutPspTheRunningTaskHasTheLiveRegistersAndTheTextSaysSo() {
        try (Rig rig = Rig.tasks(cpu.firmware(), Rig.SIMPLE)) {
            Gdb13 gdb = cpu.stopAfter(rig, () -> cpu.enter(SYSTICK, TO_TASK));
            assertThat(gdb.current()).isEqualTo(TASK);
            assertThat(rig.server().commands()).containsExactly(current());
            rig.server().forget();

            ThreadLine line = new ThreadLine(TASK, "blinky", "running, in handler: exception 15 (SysTick), priority 2");
            assertThat(gdb.threads()).hasSize(4).contains(line);
            assertThat(gdb.threads()).contains(line);
            assertThat(rig.server().count("g")).isEqualTo(1);
            assertThat(gdb.registers(TASK)).isEqualTo(cpu.firmware().machine().general(1));

            gdb.resume();
            rig.server().stop(() -> {
                cpu.leave();
                return "S05";
            });
            gdb.stopped();
            assertThat(gdb.threads()).contains(new ThreadLine(TASK, "blinky", "running, priority 2"));
        }
    }
}
