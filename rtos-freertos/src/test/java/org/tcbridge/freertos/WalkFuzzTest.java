package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.kit.DamagedMemory;
import org.tcbridge.core.kit.FuzzInput;
import org.tcbridge.core.kit.WalkBounds;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.RtosView;

/** Targets that lie: a sound kernel of any configuration, damaged as the input says, or memory that is nothing but input. */
class WalkFuzzTest {
    /** Kernel data ends before; what follows is free. */
    private static final int USED = 0x4000;

    private static final WalkBounds BOUNDS = new WalkBounds(2000, 1 << 20, USED / 64, 32, 256, 200);

    private static final List<Scenario> KERNELS = IntStream.range(0, 40)
            .mapToObj(seed -> new Scenario(seed == 0 ? new KernelConfig() : KernelConfig.random(new Random(seed))))
            .toList();

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
        Scenario scenario = KERNELS.get(input.below(KERNELS.size()));
        DamagedMemory target = memory(scenario);
        List<String> sound = scenario.expected();
        RtosView view = scenario.attach(input.flag());
        boolean attachedEarly = !input.flag();
        if (attachedEarly) {
            assertThat(Scenario.describe(view.snapshot(target))).isEqualTo(sound);
        }
        if (input.below(16) == 1) {
            target.fill((byte) input.number(1));
        }
        target.hits(input, at -> target.put(at, input.take(DamagedMemory.BLOCK)));
        boolean noticed = BOUNDS.walks(view, target);
        target.mend();
        List<String> repaired = Scenario.describe(view.snapshot(target));
        if (noticed) {
            assertThat(repaired).isEqualTo(sound);
        } else {
            // what only looked like another layout may have been believed
            assertThat(repaired.stream().map(WalkFuzzTest::identity))
                    .isEqualTo(sound.stream().map(WalkFuzzTest::identity).toList());
        }
    }

    private static DamagedMemory memory(Scenario scenario) {
        DataModel model = new DataModel(scenario.order(), scenario.kernel.config.word);
        return new DamagedMemory(KernelImage.RAM, scenario.kernel.memory.bytes(), USED, model);
    }

    /** A task's address and name. */
    private static String identity(String description) {
        return description.substring(0, description.indexOf(' ', description.indexOf(' ') + 1));
    }
}
