package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.kit.Apart;
import org.tcbridge.core.rtos.RtosView;

/** What is read along because it was there at the last walk changes nothing of what is shown, whatever the threads do meanwhile. */
class ForesightTest {
    private static final int HALTS = 40;
    private static final int MOST_THREADS = 30;
    private static final int QUEUE = 0x51554555;
    private static final int QUEUE_SUSP = 5;

    private static void change(KernelImage image, Random random) {
        List<Long> threads = image.threads;
        long thread = threads.get(random.nextInt(threads.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                if (threads.size() < MOST_THREADS) {
                    image.spread(random.nextInt(1024));
                    image.thread("t" + random.nextInt(1000), random.nextInt(5), random.nextInt(32));
                }
            }
            case 1 -> {
                if (threads.size() > 1) {
                    image.delete(thread);
                    byte[] rubbish = new byte[image.size];
                    random.nextBytes(rubbish);
                    image.write(thread, rubbish);
                }
            }
            case 2 -> {
                long waiting = image.thread("waits" + random.nextInt(1000), QUEUE_SUSP, random.nextInt(32));
                image.waitOn(waiting, image.object(QUEUE, image.string("queue")));
            }
            default -> image.runs(0, thread);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aListIsWhatItIsWithoutIt(int seed) {
        Random random = new Random(seed);
        List<KernelConfig> configurations = WalkTest.configurations().toList();
        KernelImage image = WalkTest.scenario(configurations.get(random.nextInt(configurations.size())));
        RtosView view = new ThreadX().attach(image, Optional.of(image.config.order()), image.config.word());
        RtosView plain = new ThreadX().attach(image, Optional.of(image.config.order()), image.config.word());
        for (int halt = 0; halt < HALTS; halt++) {
            assertThat(view.snapshot(image))
                    .as("halt %d of %s", halt, image.config)
                    .isEqualTo(plain.snapshot(new Apart(image)));
            for (int change = random.nextInt(4); change > 0; change--) {
                change(image, random);
            }
            image.noHoles();
            if (random.nextInt(8) == 0) {
                image.hole(image.threads.get(random.nextInt(image.threads.size())) - 8 + random.nextInt(64), 4);
            }
        }
    }
}
