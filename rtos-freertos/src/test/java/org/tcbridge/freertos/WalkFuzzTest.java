package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.kit.FuzzInput;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;

/** Targets that lie: a sound kernel of any configuration, damaged as the input says, or memory that is nothing but input. */
class WalkFuzzTest {

    private static final int MOST_READS = 2000;
    private static final int MOST_BYTES = 1 << 20;

    /** Kernel data ends before; what follows is free. */
    private static final int USED = 0x4000;

    private static final List<Scenario> KERNELS = IntStream.range(0, 40)
            .mapToObj(seed -> new Scenario(seed == 0 ? new KernelConfig() : KernelConfig.random(new Random(seed))))
            .toList();

    /** The target's memory: a copy that may be damaged, with ranges that cannot be read. Counts what is read. */
    private static final class Target implements Memory {
        private record Hole(int start, int end) {}

        private final Scenario scenario;
        private final byte[] bytes;
        private final List<Hole> holes = new ArrayList<>();
        private int reads;
        private long bytesRead;

        Target(Scenario scenario) {
            this.scenario = scenario;
            this.bytes = scenario.kernel.memory.bytes().clone();
        }

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            assertThat(length).isPositive();
            reads++;
            bytesRead += length;
            long offset = address - KernelImage.RAM;
            if (offset < 0
                    || offset > bytes.length - length
                    || holes.stream().anyMatch(h -> offset < h.end && h.start < offset + length)) {
                throw new MemoryException(address, length, "E14");
            }
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        }

        @Override
        public void write(long address, byte[] data) {
            throw new AssertionError("a walk writes nothing");
        }

        void word(int offset, long value) {
            byte[] word = new DataModel(scenario.order(), scenario.kernel.config.word)
                    .bytes(value, scenario.kernel.config.word);
            System.arraycopy(word, 0, bytes, offset, word.length);
        }

        void sound() {
            System.arraycopy(scenario.kernel.memory.bytes(), 0, bytes, 0, bytes.length);
            holes.clear();
        }

        void startCounting() {
            reads = 0;
            bytesRead = 0;
        }
    }

    static Stream<byte[]> seeds() {
        return IntStream.range(0, KERNELS.size()).mapToObj(kernel -> {
            byte[] seed = new byte[64];
            new Random(kernel).nextBytes(seed);
            seed[0] = (byte) kernel;
            return seed;
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void everyWalkEndsSoundAndForgetsDamage(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Target target = new Target(KERNELS.get(input.below(KERNELS.size())));
        List<String> sound = target.scenario.expected();
        RtosView view = target.scenario.attach(input.flag());
        boolean attachedEarly = !input.flag();
        if (attachedEarly) {
            assertThat(Scenario.describe(view.snapshot(target))).isEqualTo(sound);
        }
        damage(target, input);
        boolean noticed = false;
        for (int round = 0; round < 2; round++) {
            current(view, target);
            noticed = snapshot(view, target);
        }
        target.sound();
        List<String> repaired = Scenario.describe(view.snapshot(target));
        if (noticed) {
            assertThat(repaired).isEqualTo(sound);
        } else {
            // what only looked like another layout may have been believed
            assertThat(repaired.stream().map(WalkFuzzTest::identity))
                    .isEqualTo(sound.stream().map(WalkFuzzTest::identity).toList());
        }
    }

    /** A task's address and name. */
    private static String identity(String description) {
        return description.substring(0, description.indexOf(' ', description.indexOf(' ') + 1));
    }

    private static void damage(Target target, FuzzInput input) {
        int word = target.scenario.kernel.config.word;
        int words = USED / word;
        if (input.below(16) == 1) {
            Arrays.fill(target.bytes, 0, USED, (byte) input.number(1));
        }
        for (int hits = input.below(24); hits > 0; hits--) {
            int at = input.below(words) * word;
            switch (input.below(5)) {
                case 0 -> target.word(at, input.number(word));
                // a pointer into RAM, perhaps not aligned
                case 1 -> target.word(at, KernelImage.RAM + input.below(USED));
                // another word of the kernel's: its pointers lead somewhere
                case 2 -> System.arraycopy(target.bytes, input.below(words) * word, target.bytes, at, word);
                case 3 -> System.arraycopy(input.take(48), 0, target.bytes, at, 48);
                default -> target.holes.add(new Target.Hole(at, at + 1 + input.below(300)));
            }
        }
    }

    private static void current(RtosView view, Target target) {
        target.startCounting();
        try {
            Current current = view.current(target);
            assertThat(current.tasks()).hasSizeBetween(1, 32);
        } catch (MemoryException e) {
            assertThat(target.holes).isNotEmpty();
        }
        assertThat(target.reads).isEqualTo(1);
    }

    /** True when something is said of damage. */
    private static boolean snapshot(RtosView view, Target target) {
        target.startCounting();
        Snapshot snapshot = view.snapshot(target);
        assertThat(target.reads).isLessThanOrEqualTo(MOST_READS);
        assertThat(target.bytesRead).isLessThanOrEqualTo(MOST_BYTES);
        return switch (snapshot) {
            case Snapshot.NoTasks(String reason) -> {
                assertThat(reason).isNotBlank().hasSizeLessThan(1000);
                yield true;
            }
            case Snapshot.Tasks tasks -> {
                assertThat(tasks.tasks()).isNotEmpty().hasSizeLessThan(USED / 64);
                assertThat(tasks.tasks().stream().map(Task::key).distinct()).hasSameSizeAs(tasks.tasks());
                assertThat(tasks.tasks().stream().flatMapToInt(t -> t.core().stream()))
                        .doesNotHaveDuplicates();
                assertThat(tasks.tasks()).allMatch(task -> task.name().length() <= 256);
                assertThat(tasks.problems()).hasSizeLessThan(200).allMatch(problem -> problem.length() < 400);
                yield !tasks.problems().isEmpty();
            }
        };
    }
}
