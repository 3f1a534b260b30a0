package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.kit.Packets;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.freertos.KernelImage.Put;

/**
 * What a thread list costs, in memory reads of at most 2 KiB, of a kernel with 56 priorities: with task control blocks far apart, as in a heap with
 * stacks of 1 KiB, and close together, as with small stacks. {@code docs/performance.md} tells the same.
 */
class ReadCountsTest {
    private static final int PRIORITIES = 56;
    private static final int FAR = 1024;
    private static final int CLOSE = 256;

    @ParameterizedTest
    @CsvSource({"10, 22, 11, 3", "100, 112, 101, 18", "1000, 1012, 1001, 168"})
    void theFirstListLearnsTheLayoutAndTheNextOnesDoNot(int tasks, int first, int next, int close) throws Exception {
        KernelImage image = kernel(tasks, FAR);
        RtosView view = new FreeRtos().attach(image, Optional.empty(), image.config.word);
        KernelImage small = kernel(tasks, CLOSE);
        RtosView viewOfSmall = new FreeRtos().attach(small, Optional.empty(), small.config.word);
        reads(viewOfSmall, small, tasks);

        assertThat(reads(view, image, tasks)).isEqualTo(first);
        assertThat(reads(view, image, tasks)).isEqualTo(next);
        assertThat(reads(view, image, tasks)).isEqualTo(next);
        assertThat(reads(viewOfSmall, small, tasks)).isEqualTo(close);
        assertThat(Files.readString(Path.of("..", "docs", "performance.md")))
                .containsPattern(
                        "(?m)^\\| FreeRTOS +\\| %d +\\| %d +\\| %d +\\| %d +\\|".formatted(tasks, first, next, close));
    }

    private static KernelImage kernel(int tasks, int stack) {
        KernelConfig config = new KernelConfig();
        config.priorities = PRIORITIES;
        config.stack = stack;
        KernelImage image = new KernelImage(config);
        for (int i = 0; i < tasks; i++) {
            Put task = image.create("task" + i, i % 4, i % 4);
            image.insert(image.ready(i % 4), task.tcb() + image.stateItem);
            if (i == 0) {
                image.run(task, 0);
            }
        }
        return image;
    }

    private static int reads(RtosView view, KernelImage image, int tasks) {
        Packets packets = new Packets(image.memory);
        assertThat(view.snapshot(packets))
                .isInstanceOfSatisfying(
                        Snapshot.Tasks.class, all -> assertThat(all.tasks()).hasSize(tasks));
        return packets.take();
    }
}
