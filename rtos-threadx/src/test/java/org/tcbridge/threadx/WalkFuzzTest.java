package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.kit.DamagedMemory;
import org.tcbridge.core.kit.FuzzInput;
import org.tcbridge.core.kit.WalkBounds;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;

/** Targets that lie: a sound kernel of any port, with any extensions, damaged as the input says. */
class WalkFuzzTest {
    /** Kernel data ends before; what follows is free. */
    private static final int USED = 0x2000;

    private static final int RAM_BYTES = 2 * USED;

    /** The walk's own bound of reads, and the read that exceeds it. */
    private static final WalkBounds BOUNDS = new WalkBounds(2001, 1 << 21, USED / 64, 8, 64, 20);

    private static final List<KernelImage> KERNELS =
            WalkTest.configurations().map(WalkTest::scenario).toList();

    static Stream<byte[]> seeds() {
        return IntStream.range(0, 8 * KERNELS.size()).mapToObj(kernel -> {
            byte[] seed = new byte[64];
            new Random(kernel).nextBytes(seed);
            seed[0] = (byte) (kernel % KERNELS.size());
            return seed;
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void everyWalkEndsSoundAndForgetsDamage(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        KernelImage kernel = KERNELS.get(input.below(KERNELS.size()));
        DamagedMemory target = memory(kernel);
        boolean orderKnown = input.flag();
        Snapshot sound = attach(kernel, orderKnown).snapshot(target);
        RtosView view = attach(kernel, orderKnown);
        if (input.flag()) {
            assertThat(view.snapshot(target)).isEqualTo(sound);
        }
        // another control block, or what looks like one
        target.hits(input, at -> target.copy(target.place(input), at, DamagedMemory.BLOCK));
        boolean noticed = BOUNDS.walks(view, target);
        target.mend();
        Snapshot repaired = view.snapshot(target);
        // what only looked like another layout, name or object may have been believed
        assertThat(identities(repaired)).isEqualTo(identities(sound));
        if (noticed) {
            assertThat(((Snapshot.Tasks) repaired).problems()).isEmpty();
        }
    }

    private static DamagedMemory memory(KernelImage kernel) {
        DataModel model = new DataModel(kernel.config.order(), kernel.config.word());
        return new DamagedMemory(KernelImage.RAM, Arrays.copyOf(kernel.bytes(), RAM_BYTES), USED, model);
    }

    private static RtosView attach(KernelImage kernel, boolean orderKnown) {
        Optional<ByteOrder> order = orderKnown ? Optional.of(kernel.config.order()) : Optional.empty();
        return new ThreadX().attach(kernel, order, kernel.config.word());
    }

    private static List<Long> identities(Snapshot snapshot) {
        return ((Snapshot.Tasks) snapshot)
                .tasks().stream().map(task -> task.key().address()).toList();
    }
}
