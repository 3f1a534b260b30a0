package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;

/** Memory that does not hold what a kernel would have there. */
class LiesTest {
    private static final int THREADS = 6;

    private KernelImage image;
    private RtosView view;

    @BeforeEach
    void threads() {
        image = new KernelImage(KernelConfig.CORTEX_A);
        for (int i = 0; i < THREADS; i++) {
            image.thread("t" + i, 3, 1 + i);
        }
        image.runs(0, image.threads.getFirst());
        view = new ThreadX().attach(image, Optional.empty(), 4);
    }

    private Snapshot.Tasks tasks() {
        return (Snapshot.Tasks) view.snapshot(image);
    }

    private void next(int thread, long value) {
        image.poke(image.threads.get(thread) + image.createdNext, value, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'tx_thread_created_next of %2$x leads to 0x0: expected the address of a thread''s control block'",
        "0x20000002, 'tx_thread_created_next of %2$x leads to 0x20000002: expected the address of a thread''s control block'",
        "0x90000000, 'tx_thread_created_next of %2$x leads to 0x90000000: memory 0x90000000, 148 bytes: E14'",
        "0x20300000, 'tx_thread_created_next of %2$x leads to 0x20300000: tx_thread_id is 0x0, expected 0x54485244 (THRD)'",
    })
    void aRingThatBreaksOffIsWalkedFromItsOtherEnd(long to, String problem) {
        next(2, to);

        assertThat(tasks().tasks()).extracting(Task::name).containsExactly("t0", "t1", "t2", "t5", "t4", "t3");
        assertThat(tasks().problems()).containsExactly(problem.replace("%2$x", "0x%x".formatted(image.threads.get(2))));
    }

    @Test
    void aRingThatLoopsEnds() {
        next(4, image.threads.get(1));

        assertThat(tasks().tasks()).hasSize(THREADS);
        assertThat(tasks().problems())
                .containsExactly("tx_thread_created_next of 0x%x leads back to 0x%x"
                        .formatted(image.threads.get(4), image.threads.get(1)));
    }

    @Test
    void aThreadWhoseControlBlockIsRuinedIsLeftOutAndNamed() {
        tasks();
        image.poke(image.threads.get(3), 0, 4);

        assertThat(tasks().tasks()).extracting(Task::name).containsExactly("t0", "t1", "t2", "t5", "t4");
        assertThat(tasks().problems())
                .anySatisfy(p -> assertThat(p).contains("tx_thread_id is 0x0, expected 0x54485244 (THRD)"))
                .contains("_tx_thread_created_count is 6, the ring holds 5 threads");
    }

    @Test
    void aCountOfFourBillionIsNotBelieved() {
        image.poke(image.symbol("_tx_thread_created_count"), -1, 4);

        assertThat(tasks().tasks()).hasSize(THREADS);
        assertThat(tasks().problems())
                .containsExactly("_tx_thread_created_count is 4294967295, the ring holds 6 threads");
    }

    @Test
    void aCurrentThreadThatIsNoneIsNamed() {
        image.runs(0, 0x2001_0000L);

        assertThat(tasks().tasks()).hasSize(THREADS).allMatch(t -> t.core().isEmpty());
        assertThat(tasks().problems())
                .containsExactly("_tx_thread_current_ptr is 0x20010000, which is not in the ring");
    }

    @Test
    void aNameThatCannotBeReadIsNone() {
        image.poke(image.threads.get(1) + image.name, 0x9000_0000L, 4);
        long binary = image.string("ab\u0001c");
        image.poke(image.threads.get(2) + image.name, binary, 4);
        String endless = "x".repeat(200);
        image.poke(image.threads.get(3) + image.name, image.string(endless), 4);
        long edge = KernelImage.RAM + image.bytes().length - 3;
        image.write(edge, new byte[] {'e', 'n', 0});
        image.poke(image.threads.get(4) + image.name, edge, 4);

        assertThat(tasks().tasks())
                .extracting(Task::name)
                .containsExactly("t0", "", "", endless.substring(0, 64), "en", "t5");
    }

    @Test
    void anObjectThatIsNoneIsAnAddress() {
        image.poke(image.threads.get(1) + image.name + 8, 5, 4);
        image.waitOn(image.threads.get(1), 0x9000_0000L);
        image.poke(image.threads.get(2) + image.name + 8, 6, 4);
        image.waitOn(image.threads.get(2), image.object(0x51554555, image.string("a queue")));

        assertThat(tasks().tasks().get(1).detail()).isEqualTo("TX_QUEUE_SUSP, queue 0x90000000");
        assertThat(tasks().tasks().get(2).detail()).startsWith("TX_SEMAPHORE_SUSP, semaphore 0x2000");
    }

    @ParameterizedTest
    @CsvSource({"0", "255"})
    void memoryThatIsAllTheSameHoldsNoThreads(int fill) {
        Arrays.fill(image.bytes(), (byte) fill);

        assertThat(view.snapshot(image)).isInstanceOf(Snapshot.NoTasks.class);
    }

    @Test
    void memoryThatDoesNotAnswerHoldsNoThreads() {
        image.hole(image.symbol("_tx_thread_created_ptr"), 4);

        assertThat(view.snapshot(image))
                .isInstanceOfSatisfying(
                        Snapshot.NoTasks.class,
                        none -> assertThat(none.reason()).endsWith("E14"));
    }

    @Test
    void aControlBlockAtTheEndOfMemoryIsReadAsFarAsItGoes() {
        image.hole(image.threads.getLast() + image.extension2 + 4, 0x1000);

        assertThat(tasks().tasks()).extracting(Task::name).contains("t5").hasSize(THREADS);
    }

    /** As when a thread is just being created: one is in the ring that is not counted yet. */
    @Test
    void aLayoutLearntAmidDamageIsLearntAgainWhenTheRingCloses() {
        image = WalkTest.scenario(KernelConfig.CORTEX_A.extended(0, 0, 8));
        view = WalkTest.view(image);
        image.poke(image.symbol("_tx_thread_created_count"), 11, 4);
        assertThat(tasks().tasks()).hasSize(1);

        image.poke(image.symbol("_tx_thread_created_count"), 12, 4);

        assertThat(tasks()).isEqualTo(WalkTest.tasks(WalkTest.view(image), image));
        assertThat(tasks().tasks()).hasSize(12);
        image.poke(image.symbol("_tx_thread_created_count"), 11, 4);
        assertThat(tasks().tasks()).as("the layout is known by now").hasSize(12);
    }

    @Test
    void randomDamageNeverCostsMoreThanTheBoundedReads() {
        for (int seed = 0; seed < 300; seed++) {
            threads();
            Random random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                image.bytes()[0x100 + random.nextInt(0x800)] = (byte) random.nextInt(256);
            }
            image.takeReads();
            Snapshot snapshot = view.snapshot(image);
            assertThat(image.takeReads()).as("seed %d", seed).isLessThanOrEqualTo(2001);
            if (snapshot instanceof Snapshot.Tasks tasks) {
                assertThat(tasks.tasks())
                        .as("seed %d", seed)
                        .extracting(t -> t.key().address())
                        .doesNotHaveDuplicates();
            }
        }
    }
}
