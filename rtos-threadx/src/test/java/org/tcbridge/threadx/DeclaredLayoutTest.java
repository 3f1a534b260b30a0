package org.tcbridge.threadx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;

/** Layouts that the program's debug information declares, true ones and those of another program. */
class DeclaredLayoutTest {
    static Stream<KernelConfig> configurations() {
        return WalkTest.configurations();
    }

    private static RtosView attach(KernelImage image, KernelImage compiled) {
        return new ThreadX()
                .attach(new DeclaredImage(image, compiled), Optional.of(image.config.order()), image.config.word());
    }

    private static List<String> warnings(RtosView view) {
        return view.layout().stream()
                .map(LayoutFact::warning)
                .filter(warning -> !warning.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void threadsAreThoseThatCalibrationFinds(KernelConfig config) {
        KernelImage image = WalkTest.scenario(config);
        RtosView declared = attach(image, image);

        assertThat(WalkTest.tasks(declared, image)).isEqualTo(WalkTest.tasks(WalkTest.view(image), image));
        assertThat(declared.layout())
                .contains(new LayoutFact(
                        "TX_THREAD.tx_thread_created_next",
                        "offset " + image.createdNext,
                        "DWARF 3: _tx_thread_created_ptr"))
                .noneMatch(fact -> fact.source().contains("calibrated"));
        assertThat(warnings(declared)).isEmpty();
    }

    /** With large extensions calibration tries many layouts; debug information spares that. */
    @Test
    void theFirstListNeedsNoCalibration() {
        KernelImage image = new KernelImage(KernelConfig.CORTEX_A.extended(20, 8, 28));
        long name = image.string("worker");
        image.spread(1024);
        for (int i = 0; i < 10; i++) {
            image.thread(name, 0, i, i);
        }
        image.runs(0, image.threads.getFirst());
        image.takeReads();

        assertThat(WalkTest.tasks(attach(image, image), image).tasks()).hasSize(10);
        // the kernel's variables, the threads, the name
        assertThat(image.takeReads()).isEqualTo(1 + 10 + 1);
        assertThat(WalkTest.tasks(WalkTest.view(image), image).tasks()).hasSize(10);
        assertThat(image.takeReads()).isGreaterThan(1 + 10 + 1);
    }

    @Test
    void aFileOfAnotherProgram() {
        KernelImage image = WalkTest.scenario(KernelConfig.CORTEX_A);
        KernelImage other = new KernelImage(KernelConfig.CORTEX_A.extended(8, 0, 0));
        RtosView view = attach(image, other);

        assertThat(WalkTest.tasks(view, image)).isEqualTo(WalkTest.tasks(WalkTest.view(image), image));
        assertThat(warnings(view))
                .contains(
                        "TX_THREAD.tx_thread_name: offset 40 (calibrated on the ring of 12 threads at 0x%x), but offset 48 (DWARF 3: _tx_thread_created_ptr)"
                                .formatted(image.threads.getFirst()));
    }

    /** What is behind the ring's pointers is the port's and differs from one to the next. */
    @Test
    void aFileOfAnotherPort() {
        KernelImage image = WalkTest.scenario(KernelConfig.CORTEX_A);
        RtosView view = attach(image, new KernelImage(KernelConfig.CORTEX_M));

        assertThat(WalkTest.tasks(view, image)).isEqualTo(WalkTest.tasks(WalkTest.view(image), image));
        assertThat(warnings(view))
                .hasSize(2)
                .allMatch(warning -> warning.endsWith(" (DWARF 3: _tx_thread_created_ptr)"))
                .anyMatch(warning -> warning.startsWith("TX_THREAD.tx_thread_user_priority: offset "))
                .anyMatch(warning -> warning.startsWith("TX_THREAD.tx_thread_inherit_priority: offset "));
    }

    @Test
    void aBrokenRingIsNoReasonToDoubtTheFile() {
        KernelImage image = WalkTest.scenario(KernelConfig.CORTEX_A.extended(8, 0, 0));
        image.poke(image.threads.get(5) + image.createdNext, 0x1234, 4);
        RtosView view = attach(image, image);

        assertThat(WalkTest.tasks(view, image).tasks()).hasSize(12);
        assertThat(view.layout())
                .contains(new LayoutFact("cores", "1", "symbols: those of several cores are not there"));
        assertThat(view.layout()).noneMatch(fact -> fact.source().startsWith("calibrated"));
    }

    @Test
    void withoutDebugInformationCalibrationIsLeftToDecide() {
        KernelImage image = WalkTest.scenario(KernelConfig.CORTEX_A_SMP);

        assertThat(new ThreadX().declared(image, ByteOrder.LITTLE_ENDIAN, 4))
                .contains(
                        new LayoutFact("byte order and pointers", "LITTLE_ENDIAN, 4 bytes", "the program's file"),
                        new LayoutFact("cores", "2", "symbol size of _tx_thread_current_ptr"),
                        new LayoutFact("TX_THREAD.tx_thread_name", "?", "calibration on the live target will decide"));
    }
}
