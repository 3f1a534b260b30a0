package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskState;

class WalkTest {
    /** Reads that learning a layout may cost once. */
    private static final int LEARNING = 40;

    static RtosView view(KernelImage image) {
        return new ThreadX().attach(image, Optional.empty(), image.config.word());
    }

    static Snapshot.Tasks tasks(RtosView view, KernelImage image) {
        Snapshot snapshot = view.snapshot(image);
        assertThat(snapshot).isInstanceOf(Snapshot.Tasks.class);
        return (Snapshot.Tasks) snapshot;
    }

    static Stream<KernelConfig> configurations() {
        Stream<KernelConfig> ports = Stream.of(
                KernelConfig.CORTEX_M,
                KernelConfig.CORTEX_A,
                KernelConfig.CORTEX_A_SMP,
                KernelConfig.ARM_BIG,
                KernelConfig.AARCH64,
                KernelConfig.AARCH64_SMP,
                KernelConfig.RISCV64);
        return ports.flatMap(port -> Stream.of(
                port,
                port.extended(port.word(), 0, 0),
                port.extended(0, port.word(), 0),
                port.extended(0, 0, port.word()),
                port.extended(5 * port.word(), 2 * port.word(), 7 * port.word())));
    }

    static KernelImage scenario(KernelConfig config) {
        KernelImage image = new KernelImage(config);
        image.thread("System Timer Thread", 3, 0);
        long runner = image.thread("runner", 0, 16);
        image.waitOn(image.thread("orders", 5, 9), image.object(0x51554555, image.string("order queue")));
        image.waitOn(image.thread("sem", 6, 10), image.object(0x53454d41, 0));
        image.waitOn(image.thread(image.string("owner"), 7, 11, 12), image.object(0x4456444e, image.string("flags")));
        image.waitOn(image.thread("mutex_waiter", 13, 11), image.object(0x4d555445, image.string("m")));
        image.thread("sleeper", 4, 8);
        image.thread("", 3, 21);
        image.thread("done", 1, 7);
        image.thread("killed", 2, 6);
        image.thread("io", 10, 5);
        image.thread("second", 0, 16);
        image.runs(0, runner);
        if (config.cores() > 1) {
            image.runs(1, image.threads.getLast());
        }
        return image;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyThreadIsFoundWhateverThePortAddsToIt(KernelConfig config) {
        KernelImage image = scenario(config);
        RtosView view = view(image);

        Snapshot.Tasks found = tasks(view, image);

        assertThat(image.takeReads()).as("reads of a first list").isLessThanOrEqualTo(image.threads.size() + LEARNING);
        assertThat(found.problems()).isEmpty();
        assertThat(found.model().order()).isEqualTo(config.order());
        String last = config.cores() > 1 ? "second RUNNING 16 16 " : "second READY 16 16 ";
        assertThat(found.tasks())
                .extracting(t -> String.join(
                        " ",
                        t.name(),
                        t.state().name(),
                        t.priority().isPresent() ? "" + t.priority().getAsInt() : "?",
                        t.basePriority().isPresent() ? "" + t.basePriority().getAsInt() : "?",
                        t.detail()))
                .containsExactly(
                        "System Timer Thread SUSPENDED 0 0 ",
                        "runner RUNNING 16 16 ",
                        "orders BLOCKED 9 9 TX_QUEUE_SUSP, queue \"order queue\"",
                        "sem BLOCKED 10 10 TX_SEMAPHORE_SUSP, semaphore 0x%x"
                                .formatted(controlBlock(image, image.threads.get(3))),
                        "owner BLOCKED 11 12 TX_EVENT_FLAG, event flags \"flags\"",
                        "mutex_waiter BLOCKED 11 11 TX_MUTEX_SUSP, mutex \"m\"",
                        "sleeper SLEEPING 8 8 ",
                        " SUSPENDED 21 21 ",
                        "done COMPLETED 7 7 ",
                        "killed TERMINATED 6 6 ",
                        "io BLOCKED 5 5 TX_IO_DRIVER",
                        last);
        Task sleeper = found.tasks().get(6);
        long stack = KernelImage.STACKS + 6L * KernelImage.STACK_BYTES;
        assertThat(sleeper.key().address()).isEqualTo(image.threads.get(6));
        assertThat(sleeper.stackStart()).hasValue(stack);
        assertThat(sleeper.stackEnd()).hasValue(stack + KernelImage.STACK_BYTES);
        assertThat(sleeper.stackPointer()).isEqualTo(stack + KernelImage.STACK_BYTES - 0x100);
        assertThat(sleeper.facts()).containsEntry("run_count", 106L);
        assertThat(found.tasks().get(1).core()).isEqualTo(OptionalInt.of(0));
        assertThat(offsets(view))
                .containsEntry("cores", Integer.toString(config.cores()))
                .containsEntry("TX_THREAD.tx_thread_run_count", "offset " + config.number())
                .containsEntry("TX_THREAD.tx_thread_entry", "offset " + image.entry)
                .containsEntry("TX_THREAD.tx_thread_name", "offset " + image.name)
                .containsEntry("TX_THREAD.tx_thread_suspend_control_block", "offset " + image.controlBlock)
                .containsEntry("TX_THREAD.tx_thread_created_next", "offset " + image.createdNext)
                .containsEntry("TX_THREAD.tx_thread_user_priority", "offset " + image.userPriority);
    }

    private static Map<String, String> offsets(RtosView view) {
        return view.layout().stream().collect(java.util.stream.Collectors.toMap(LayoutFact::what, LayoutFact::value));
    }

    private static long controlBlock(KernelImage image, long thread) {
        try {
            byte[] raw = image.read(thread + image.controlBlock, image.config.word());
            return new org.tcbridge.core.memory.DataModel(image.config.order(), image.config.word())
                    .unsigned(raw, 0, raw.length);
        } catch (org.tcbridge.core.memory.MemoryException e) {
            throw new AssertionError(e);
        }
    }

    /** The offsets of public kernels, as their ports' assembly code has them. */
    @Test
    void theImagesAreLaidOutAsTheKernelsAre() {
        assertThat(List.of(
                        KernelConfig.CORTEX_A, KernelConfig.CORTEX_A_SMP, KernelConfig.RISCV64, KernelConfig.AARCH64))
                .map(KernelImage::new)
                .extracting(i -> List.of(i.stackPointer, i.name, i.controlBlock, i.createdNext, i.extension2))
                .containsExactly(
                        List.of(8, 40, 108, 136, 144),
                        List.of(8, 40, 112, 140, 160),
                        List.of(16, 80, 200, 248, 264),
                        List.of(8, 64, 184, 232, 248));
    }

    @Test
    void aStopCostsOneReadAndAListOnlyWhatChanges() throws Exception {
        KernelImage image = scenario(KernelConfig.CORTEX_M);
        RtosView view = view(image);
        tasks(view, image);
        image.takeReads();

        Current current = view.current(image);
        assertThat(current).isEqualTo(new Current(List.of(OptionalLong.of(image.threads.get(1))), true, 12));
        assertThat(image.takeReads()).isEqualTo(1);

        tasks(view, image);
        assertThat(image.takeReads()).isLessThanOrEqualTo(image.threads.size() + 1);
    }

    @Test
    void anIdleKernelHasNoCurrentThreadAndAllItsThreads() throws Exception {
        KernelImage image = scenario(KernelConfig.CORTEX_M);
        RtosView view = view(image);
        image.runs(0, 0);

        assertThat(view.current(image)).isEqualTo(new Current(List.of(OptionalLong.empty()), true, 12));
        assertThat(tasks(view, image).tasks())
                .hasSize(12)
                .allMatch(t -> t.core().isEmpty());
        assertThat(view.current(image)).isEqualTo(new Current(List.of(OptionalLong.empty()), true, 12));
    }

    @Test
    void aKernelThatHasNotStartedHasNone() throws Exception {
        KernelImage image = scenario(KernelConfig.CORTEX_M);
        image.state(0, 0xf0f0f0f0L);
        RtosView view = view(image);

        assertThat(view.current(image)).isEqualTo(new Current(List.of(OptionalLong.empty()), false, 12));
        assertThat(view.snapshot(image))
                .isEqualTo(new Snapshot.NoTasks("_tx_thread_system_state is 0xf0f0f0f0: the kernel has not started"));
        assertThat(view(new KernelImage(KernelConfig.CORTEX_M)).snapshot(new KernelImage(KernelConfig.CORTEX_M)))
                .isEqualTo(new Snapshot.NoTasks("_tx_thread_created_count is 0: no thread was created yet"));
    }

    /** A reset, and the same program runs again: its list costs no more than any other. */
    @Test
    void aLayoutIsLearntOnceForAProgram() {
        KernelImage image = scenario(KernelConfig.CORTEX_A.extended(8, 0, 4));
        image.spread(1024);
        RtosView view = view(image);
        Snapshot.Tasks before = tasks(view, image);
        List<LayoutFact> learnt = view.layout();
        image.state(0, 0xf0f0f0f0L);
        assertThat(view.snapshot(image)).isInstanceOf(Snapshot.NoTasks.class);
        image.state(0, 0);
        image.takeReads();

        assertThat(tasks(view, image)).isEqualTo(before);
        assertThat(image.takeReads()).isLessThanOrEqualTo(image.threads.size() + 1);
        assertThat(view.layout()).isSameAs(learnt);
    }

    @ParameterizedTest
    @CsvSource({
        "0, READY, ''",
        "1, COMPLETED, ''",
        "2, TERMINATED, ''",
        "3, SUSPENDED, ''",
        "4, SLEEPING, ''",
        "5, BLOCKED, 'TX_QUEUE_SUSP, queue 0x0'",
        "6, BLOCKED, 'TX_SEMAPHORE_SUSP, semaphore 0x0'",
        "7, BLOCKED, 'TX_EVENT_FLAG, event flags 0x0'",
        "8, BLOCKED, 'TX_BLOCK_MEMORY, block pool 0x0'",
        "9, BLOCKED, 'TX_BYTE_MEMORY, byte pool 0x0'",
        "10, BLOCKED, TX_IO_DRIVER",
        "11, BLOCKED, TX_FILE",
        "12, BLOCKED, TX_TCP_IP",
        "13, BLOCKED, 'TX_MUTEX_SUSP, mutex 0x0'",
        "14, BLOCKED, TX_PRIORITY_CHANGE",
    })
    void everyStateHasItsName(int number, TaskState state, String detail) {
        KernelImage image = new KernelImage(KernelConfig.CORTEX_M);
        image.thread("it", number, 5);

        assertThat(tasks(view(image), image).tasks())
                .extracting(Task::state, Task::detail)
                .containsExactly(tuple(state, detail));
    }

    @Test
    void aThreadInAnInterruptSaysSo() {
        KernelImage image = scenario(KernelConfig.CORTEX_A_SMP);
        image.state(1, 2);

        Snapshot.Tasks found = tasks(view(image), image);

        assertThat(found.running(0).orElseThrow().detail()).isEmpty();
        assertThat(found.running(1).orElseThrow())
                .satisfies(t -> assertThat(t.detail()).isEqualTo("in an interrupt"))
                .satisfies(t -> assertThat(t.state()).isEqualTo(TaskState.RUNNING));
    }

    @Test
    void aThreadThatGetsAnothersControlBlockIsAnotherOne() {
        KernelImage image = scenario(KernelConfig.CORTEX_M);
        RtosView view = view(image);
        Task before = tasks(view, image).tasks().get(8);

        image.poke(before.key().address() + image.name, image.string("reborn"), 4);
        Task after = tasks(view, image).tasks().get(8);

        assertThat(after.key().address()).isEqualTo(before.key().address());
        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(after.name()).isEqualTo("reborn");
    }

    @Test
    void anotherProgramIsLearntAnew() {
        KernelImage image = scenario(KernelConfig.CORTEX_M);
        RtosView view = view(image);
        tasks(view, image);
        KernelImage other = scenario(KernelConfig.CORTEX_M.extended(8, 0, 0));
        System.arraycopy(other.bytes(), 0, image.bytes(), 0, other.bytes().length);

        assertThat(tasks(view, image).tasks()).extracting(Task::name).contains("sleeper", "orders");
        assertThat(offsets(view)).containsEntry("TX_THREAD.tx_thread_name", "offset 48");
    }
}
