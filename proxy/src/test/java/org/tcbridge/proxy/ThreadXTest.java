package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.ThreadXProgram.RUNNER;
import static org.tcbridge.proxy.ThreadXProgram.SPINNER;
import static org.tcbridge.proxy.ThreadXProgram.WAITER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.LeakRecorder;

/** What ThreadX has and FreeRTOS has not: no idle thread, two forms of frames, and ARM9 behind servers that describe nothing. */
@ExtendWith(LeakRecorder.Check.class)
class ThreadXTest {
    /** As the thread list in XML has it. */
    private static final ThreadLine WAITING =
            new ThreadLine("2", WAITER, "blocked: TX_QUEUE_SUSP, queue &quot;orders&quot;, priority 17");

    private static final ThreadLine READY = new ThreadLine("3", SPINNER, "ready, priority 18");

    private static final String XX = "x".repeat(8);

    @Test
    void autoAsksForTheSymbolsOfBothAndShowsTheOneThatIsThere() {
        try (Rig rig = Rig.threadX(ThreadXProgram.cortexM())) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.questions())
                    .startsWith("pxCurrentTCB")
                    .contains("_tx_thread_created_ptr")
                    .doesNotContain("xSchedulerRunning");
            assertThat(gdb.threads())
                    .containsExactly(new ThreadLine("1", RUNNER, "running, priority 16"), WAITING, READY);
        }
    }

    /** gdb's default set: eight FPA registers and their status lie before cpsr, and no frame holds them. */
    @Test
    void theSavedRegistersOfAnArm9WithoutADescription() {
        ThreadXProgram program = ThreadXProgram.arm9();
        try (Rig rig = Rig.threadX(program)) {
            Gdb13 gdb = rig.attach();
            String fpa = XX.repeat(25);
            String live = program.machine().general(1);

            assertThat(gdb.registers("1")).isEqualTo(live).hasSize(2 * 168);
            assertThat(gdb.registers(gdb.id(SPINNER)))
                    .isEqualTo(saved(program, SPINNER, 0, 15) + fpa + saved(program, SPINNER, 25, 25));
            assertThat(gdb.registers(gdb.id(WAITER)))
                    .isEqualTo(XX.repeat(4)
                            + saved(program, WAITER, 4, 11)
                            + XX
                            + saved(program, WAITER, 13, 14)
                            + saved(program, WAITER, 14, 14)
                            + fpa
                            + saved(program, WAITER, 25, 25));
            assertThat(gdb.ask("P4=78563412")).isEqualTo("OK");
            assertThat(gdb.ask("P0=78563412")).startsWith("E.");
            assertThat(program.machine().writes())
                    .containsExactly("M%x:78563412".formatted(program.top(WAITER) - 9 * 4));
            assertThat(gdb.registers("1")).isEqualTo(live);
        }
    }

    private static String saved(ThreadXProgram program, String thread, int first, int last) {
        StringBuilder hex = new StringBuilder();
        for (int number = first; number <= last; number++) {
            hex.append(Firmware.hex(program.value(thread, number)));
        }
        return hex.toString();
    }

    /** While no thread runs the processor is a thread of its own, whose id is the same each time. */
    @Test
    void theIdleProcessorIsOneThread() {
        ThreadXProgram program = ThreadXProgram.arm9();
        try (Rig rig = Rig.threadX(program)) {
            Gdb13 gdb = rig.attach();
            List<ThreadLine> working = gdb.threads();
            ThreadLine sleeping = new ThreadLine("1", RUNNER, "ready, priority 16");
            ThreadLine cpu = new ThreadLine("4", "", "CPU 0, no task");
            for (int round = 0; round < 3; round++) {
                assertThat(stop(rig, gdb, program::idles)).isEqualTo("T05thread:4;");
                assertThat(gdb.threads()).containsExactlyInAnyOrder(sleeping, WAITING, READY, cpu);
                assertThat(gdb.registers("4")).isEqualTo(program.machine().general(1));
                assertThat(gdb.registers("1")).isNotEqualTo(program.machine().general(1));

                assertThat(stop(rig, gdb, () -> program.runs(RUNNER))).isEqualTo("T05thread:1;");
                assertThat(gdb.threads()).isEqualTo(working);
                assertThat(gdb.registers("1")).isEqualTo(program.machine().general(1));
            }
        }
    }

    private static String stop(Rig rig, Gdb13 gdb, Runnable program) {
        gdb.resume();
        rig.server().stop(() -> {
            program.run();
            return "T05thread:1;";
        });
        return gdb.stopped();
    }

    /** A server that gives psp: the handler is a thread, and the thread it interrupted has its own registers. */
    @Test
    void aHandlerOnACortexM() {
        ThreadXProgram program = ThreadXProgram.cortexM();
        try (Rig rig = Rig.threadX(program)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();

            assertThat(stop(rig, gdb, () -> program.enter(15))).isEqualTo("T05thread:4;");

            assertThat(gdb.threads())
                    .containsExactlyInAnyOrder(
                            new ThreadLine("1", RUNNER, "running, interrupted by exception 15 (SysTick), priority 16"),
                            WAITING,
                            READY,
                            new ThreadLine("4", "exception 15 (SysTick)", "handler, interrupts task runner"));
            assertThat(gdb.registers("4")).isEqualTo(program.machine().general(1));
            assertThat(gdb.registers("1"))
                    .startsWith(saved(program, RUNNER, 0, 3))
                    .contains(saved(program, RUNNER, 12, 15) + saved(program, RUNNER, 25, 25));
            assertThat(gdb.registers("2")).startsWith(saved(program, WAITER, 0, 15));
        }
    }

    /** The kernel is looked at for the first time: the thread that the CPU was becomes the handler's. */
    @Test
    void theFirstStopOfASessionMayBeInAHandler() {
        ThreadXProgram program = ThreadXProgram.cortexM();
        try (Rig rig = Rig.threadX(program)) {
            Gdb13 gdb = rig.attach();

            String stopped = stop(rig, gdb, () -> program.enter(15));

            assertThat(gdb.threads())
                    .filteredOn(thread -> stopped.equals("T05thread:" + thread.id() + ";"))
                    .extracting(ThreadLine::name)
                    .containsExactly("exception 15 (SysTick)");
        }
    }

    /** The scheduler of a Cortex-M waits in the handler of PendSV, with psp at the last thread's frame: it interrupts nobody. */
    @Test
    void anIdleCortexM() {
        ThreadXProgram program = ThreadXProgram.cortexM();
        try (Rig rig = Rig.threadX(program)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();

            assertThat(stop(rig, gdb, program::idles)).isEqualTo("T05thread:4;");

            assertThat(gdb.threads())
                    .containsExactlyInAnyOrder(
                            new ThreadLine("1", RUNNER, "ready, priority 16"),
                            WAITING,
                            READY,
                            new ThreadLine("4", "", "CPU 0, no task, in handler: exception 14 (PendSV)"));
            assertThat(gdb.registers("4")).isEqualTo(program.machine().general(1));
            assertThat(gdb.registers("1")).startsWith(saved(program, RUNNER, 0, 15));
        }
    }
}
