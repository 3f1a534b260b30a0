package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.kit.Packets;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;

/**
 * What a thread list costs, in memory reads of at most 2 KiB: with control blocks far apart and close together. {@code docs/performance.md} tells
 * the same.
 */
class ReadCountsTest {
    private static final int FAR = 1024;
    private static final int CLOSE = 256;

    @ParameterizedTest
    @CsvSource({"10, 12, 10, 2", "100, 102, 101, 21", "1000, 1009, 1001, 201"})
    void theFirstListLearnsTheLayoutAndTheNextOnesDoNot(int threads, int first, int next, int close) throws Exception {
        KernelImage image = kernel(threads, FAR);
        RtosView view = new ThreadX().attach(image, Optional.empty(), image.config.word());
        KernelImage small = kernel(threads, CLOSE);
        RtosView viewOfSmall = new ThreadX().attach(small, Optional.empty(), small.config.word());
        reads(viewOfSmall, small, threads);

        assertThat(reads(view, image, threads)).isEqualTo(first);
        assertThat(reads(view, image, threads)).isEqualTo(next);
        assertThat(reads(view, image, threads)).isEqualTo(next);
        assertThat(reads(viewOfSmall, small, threads)).isEqualTo(close);
        assertThat(Files.readString(Path.of("..", "docs", "performance.md")))
                .containsPattern(
                        "(?m)^\\| ThreadX +\\| %d +\\| %d +\\| %d +\\| %d +\\|".formatted(threads, first, next, close));
    }

    /** There are thousands of ways to share out what a port adds: a thousand threads times all of them would take too long. */
    @Test
    void aThousandThreadsWithLargeExtensionsAreLearntInAsManyReads() throws Exception {
        KernelImage image = kernel(KernelConfig.CORTEX_M.extended(80, 80, 80), 1000, FAR);

        assertThat(reads(WalkTest.view(image), image, 1000)).isEqualTo(1026);
    }

    private static KernelImage kernel(int threads, int gap) {
        return kernel(KernelConfig.CORTEX_M, threads, gap);
    }

    private static KernelImage kernel(KernelConfig config, int threads, int gap) {
        KernelImage image = new KernelImage(config);
        image.spread(gap);
        long[] names = new long[threads];
        for (int i = 0; i < threads; i++) {
            names[i] = image.string("thread" + i);
        }
        for (int i = 0; i < threads; i++) {
            image.thread(names[i], 0, i % 32, i % 32);
        }
        image.runs(0, image.threads.getFirst());
        return image;
    }

    private static int reads(RtosView view, KernelImage image, int tasks) {
        Packets packets = new Packets(image);
        assertThat(view.snapshot(packets))
                .isInstanceOfSatisfying(
                        Snapshot.Tasks.class, all -> assertThat(all.tasks()).hasSize(tasks));
        return packets.take();
    }
}
