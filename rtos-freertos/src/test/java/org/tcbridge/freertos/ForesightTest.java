package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.kit.Apart;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.freertos.KernelImage.Put;

/** What is read along because it was there at the last walk changes nothing of what is shown, whatever the tasks do meanwhile. */
class ForesightTest {
    private static final int HALTS = 40;
    private static final int MOST_TASKS = 30;

    /** A kernel that changes at random. */
    private static final class Kernel {
        final KernelImage image;
        private final List<Put> tasks = new ArrayList<>();
        private final Random random;
        private int created;

        Kernel(Random random) {
            this.random = random;
            KernelConfig config = KernelConfig.random(random);
            config.stack = 64 << random.nextInt(5);
            config.priorities = 1 + random.nextInt(8);
            image = new KernelImage(config);
            for (int i = 0; i < config.cores + 3; i++) {
                create();
            }
            for (int core = 0; core < config.cores; core++) {
                image.run(tasks.get(core), core);
            }
        }

        private void create() {
            int priority = random.nextInt(image.config.priorities);
            Put task = image.create("t" + created++, priority, priority);
            tasks.add(task);
            image.insert(image.ready(priority), stateItem(task));
            image.poke(image.symbol("uxCurrentNumberOfTasks"), tasks.size());
        }

        private long stateItem(Put task) {
            return task.tcb() + image.stateItem;
        }

        /** What the target may do between two halts. */
        void run() {
            for (int change = random.nextInt(4); change > 0; change--) {
                Put task = tasks.get(random.nextInt(tasks.size()));
                switch (random.nextInt(6)) {
                    case 0 -> {
                        if (tasks.size() < MOST_TASKS) {
                            create();
                        }
                    }
                    case 1 -> {
                        if (tasks.indexOf(task) >= image.config.cores) {
                            image.remove(stateItem(task));
                            tasks.remove(task);
                            image.poke(image.symbol("uxCurrentNumberOfTasks"), tasks.size());
                            // the heap gives the memory to somebody else
                            byte[] rubbish = new byte[image.tcbBytes];
                            random.nextBytes(rubbish);
                            image.memory.write(task.tcb(), rubbish);
                        }
                    }
                    case 2 -> move(task, image.ready(random.nextInt(image.config.priorities)));
                    case 3 -> move(task, image.symbol("xDelayedTaskList1"));
                    case 4 -> move(task, image.symbol("xSuspendedTaskList"));
                    // stopped in the midst of it
                    default -> image.poke(image.symbol("uxCurrentNumberOfTasks"), tasks.size() + random.nextInt(2));
                }
            }
            if (random.nextInt(8) == 0) {
                image.memory.hole(tasks.get(random.nextInt(tasks.size())).tcb() - 8 + random.nextInt(64), 4);
            } else {
                image.memory.noHoles();
            }
        }

        private void move(Put task, long list) {
            image.remove(stateItem(task));
            image.insert(list, stateItem(task));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aListIsWhatItIsWithoutIt(int seed) {
        Random random = new Random(seed);
        Kernel kernel = new Kernel(random);
        KernelImage image = kernel.image;
        RtosView view = new FreeRtos().attach(image, java.util.Optional.of(image.config.order), image.config.word);
        RtosView plain = new FreeRtos().attach(image, java.util.Optional.of(image.config.order), image.config.word);
        for (int halt = 0; halt < HALTS; halt++) {
            assertThat(view.snapshot(image.memory))
                    .as("halt %d of %s", halt, image.config)
                    .isEqualTo(plain.snapshot(new Apart(image.memory)));
            kernel.run();
        }
    }
}
