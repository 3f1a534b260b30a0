package org.tcbridge.freertos;

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
    static Stream<KernelConfig> anyConfiguration() {
        return Stream.concat(ConfigurationsTest.knownKernels(), ConfigurationsTest.anyConfiguration());
    }

    private static RtosView attach(Scenario scenario, KernelImage compiled, boolean old) {
        return new FreeRtos()
                .attach(
                        new DeclaredImage(scenario.kernel, compiled, old),
                        Optional.of(scenario.order()),
                        scenario.kernel.config.word);
    }

    private static List<String> warnings(RtosView view) {
        return view.layout().stream()
                .map(LayoutFact::warning)
                .filter(warning -> !warning.isEmpty())
                .toList();
    }

    /** A kernel of another configuration, with a task, so that its control blocks' layout is known. */
    private static KernelImage other(KernelConfig config) {
        KernelImage kernel = new KernelImage(config);
        kernel.create("other", 1, 1);
        return kernel;
    }

    @ParameterizedTest
    @MethodSource
    void anyConfiguration(KernelConfig config) {
        Scenario scenario = new Scenario(config);
        RtosView view = attach(scenario, scenario.kernel, !config.mutexCount);

        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .as(config.toString())
                .containsExactlyElementsOf(scenario.expected());
        assertThat(view.layout())
                .contains(new LayoutFact(
                        "TCB_t.pcTaskName",
                        "offset " + scenario.kernel.nameOffset,
                        "DWARF 4: pxCurrentTCB" + (config.cores > 1 ? "s" : "")))
                .noneMatch(fact -> fact.source().contains("calibrated"));
        assertThat(warnings(view)).isEmpty();
    }

    @Test
    void theFirstListCostsNoMoreThanOneReadForTheKernelAndOneForEachTask() {
        Scenario scenario = new Scenario(new KernelConfig());
        RtosView view = attach(scenario, scenario.kernel, false);

        view.snapshot(scenario.kernel.memory);

        assertThat(scenario.kernel.memory.takeReads()).isEqualTo(1 + scenario.expected.size());
    }

    @Test
    void calibrationAndDebugInformationAgree() {
        KernelConfig config = new KernelConfig();
        config.stackEnd = true;
        Scenario scenario = new Scenario(config);
        RtosView declared = attach(scenario, scenario.kernel, false);
        RtosView calibrated = scenario.attach(true);
        declared.snapshot(scenario.kernel.memory);
        calibrated.snapshot(scenario.kernel.memory);

        List<String> members =
                LayoutValues.TCB_MEMBERS.stream().map("TCB_t."::concat).toList();
        assertThat(offsets(declared, members))
                .isEqualTo(offsets(calibrated, members))
                .hasSize(10);
    }

    private static List<String> offsets(RtosView view, List<String> members) {
        return view.layout().stream()
                .filter(fact -> members.contains(fact.what()))
                .map(fact -> fact.what() + " " + fact.value())
                .toList();
    }

    /** The target runs another program than the file's: what memory says is shown, and both values. */
    @Test
    void aFileOfAnotherProgram() {
        Scenario scenario = new Scenario(new KernelConfig());
        KernelConfig config = new KernelConfig();
        config.mpu = 32;
        config.priorities = 5;
        RtosView view = attach(scenario, other(config), false);

        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .containsExactlyElementsOf(scenario.expected());
        assertThat(warnings(view))
                .contains(
                        "TCB_t.pcTaskName: offset 52 (declared: behind xEventListItem), but offset 84 (DWARF 4)",
                        "TCB_t.xStateListItem: offset 4 (calibrated: pvOwner of list items), but offset 36 (DWARF 4)",
                        "configMAX_PRIORITIES: 8 (calibrated: event item value + uxPriority of 11 of 11 tasks),"
                                + " but 5 (DWARF 4)");
    }

    /** One option that differs moves what is behind the name. */
    @Test
    void aFileOfAnotherConfiguration() {
        KernelConfig config = new KernelConfig();
        config.stackEnd = true;
        Scenario scenario = new Scenario(config);
        RtosView view = attach(scenario, other(new KernelConfig()), false);

        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .containsExactlyElementsOf(scenario.expected());
        assertThat(warnings(view))
                .contains("TCB_t.uxTCBNumber: offset 72 (calibrated on 11 tasks), but offset 68 (DWARF 4)");
    }

    /** Lists that are damaged are no reason to doubt a file that calibration agrees with. */
    @Test
    void aTargetWhoseListsAreDamaged() {
        Scenario scenario = new Scenario(new KernelConfig());
        RtosView view = attach(scenario, scenario.kernel, false);
        scenario.kernel.poke(scenario.kernel.symbol("pxCurrentTCB"), 0x2000_0004L);

        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory))).hasSizeGreaterThan(8);
        assertThat(warnings(view)).isEmpty();
        assertThat(view.layout()).noneMatch(fact -> fact.source().contains("calibrated"));
    }

    @Test
    void aLengthThatTheSymbolContradicts() {
        KernelConfig config = new KernelConfig();
        config.sizes = true;
        Scenario scenario = new Scenario(config);
        KernelConfig fewer = new KernelConfig();
        fewer.priorities = 7;

        List<LayoutFact> facts = new FreeRtos()
                .declared(new DeclaredImage(scenario.kernel, other(fewer), false), ByteOrder.LITTLE_ENDIAN, 4);

        assertThat(facts)
                .contains(
                        new LayoutFact(
                                "configMAX_PRIORITIES",
                                "7",
                                "DWARF 4: pxReadyTasksLists",
                                "configMAX_PRIORITIES: 7 (DWARF 4: pxReadyTasksLists), but 8 (symbol size of pxReadyTasksLists)"));
    }

    /** Control blocks that no kernel has: what debug information says of them is not believed, nor read. */
    @Test
    void debugInformationThatIsNoKernels() {
        Scenario scenario = new Scenario(new KernelConfig());
        KernelImage huge = other(new KernelConfig());
        huge.tcbBytes = 1 << 20;
        KernelConfig many = new KernelConfig();
        many.priorities = 1025;
        for (KernelImage compiled : List.of(huge, other(many))) {
            RtosView view = attach(scenario, compiled, false);

            assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                    .containsExactlyElementsOf(scenario.expected());
            assertThat(view.layout())
                    .contains(new LayoutFact("TCB_t.pcTaskName", "offset 52", "declared: behind xEventListItem"));
        }
    }

    /** A 64-bit program is not the one on a 32-bit target. */
    @Test
    void pointersOfAnotherSizeAreLeftToCalibration() {
        Scenario scenario = new Scenario(new KernelConfig());
        KernelConfig wide = new KernelConfig();
        wide.word = 8;
        RtosView view = attach(scenario, other(wide), false);

        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .containsExactlyElementsOf(scenario.expected());
        assertThat(view.layout())
                .contains(new LayoutFact("TCB_t.pcTaskName", "offset 52", "declared: behind xEventListItem"));
    }
}
