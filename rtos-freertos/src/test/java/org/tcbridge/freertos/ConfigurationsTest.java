package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.rtos.RtosView;

class ConfigurationsTest {
    /** Reads that learning a layout may cost once. */
    private static final int LEARNING = 40;

    static Stream<KernelConfig> knownKernels() {
        KernelConfig v7 = new KernelConfig();
        v7.mutexCount = false;
        v7.notifications = 0;
        KernelConfig v8 = new KernelConfig();
        v8.notifyEnum = true;
        v8.order = ByteOrder.BIG_ENDIAN;
        v8.stackEnd = true;
        KernelConfig bare = new KernelConfig();
        bare.trace = false;
        bare.mutexes = false;
        KernelConfig bareWithoutHeap = new KernelConfig();
        bareWithoutHeap.trace = false;
        bareWithoutHeap.mutexes = false;
        bareWithoutHeap.heap = false;
        KernelConfig onePriority = new KernelConfig();
        onePriority.priorities = 1;
        KernelConfig shortTicks = new KernelConfig();
        shortTicks.tick = 2;
        shortTicks.garbage = true;
        KernelConfig fullEnd = new KernelConfig();
        fullEnd.mini = false;
        fullEnd.topUsed = true;
        KernelConfig smp = new KernelConfig();
        smp.cores = 2;
        smp.affinity = true;
        KernelConfig rv64 = new KernelConfig();
        rv64.word = 8;
        rv64.tick = 8;
        KernelConfig newlib = new KernelConfig();
        newlib.tls = 250;
        return Stream.of(v7, v8, bare, bareWithoutHeap, onePriority, shortTicks, fullEnd, smp, rv64, newlib);
    }

    static Stream<KernelConfig> anyConfiguration() {
        Random random = new Random(20260723);
        return IntStream.range(0, 500).mapToObj(i -> KernelConfig.random(random));
    }

    @ParameterizedTest
    @MethodSource("knownKernels")
    void knownKernelsWithUnknownByteOrder(KernelConfig config) {
        Scenario scenario = new Scenario(config);
        assertThat(Scenario.describe(scenario.attach(false).snapshot(scenario.kernel.memory)))
                .as(config.toString())
                .containsExactlyElementsOf(scenario.expected());
    }

    @ParameterizedTest
    @MethodSource("anyConfiguration")
    void anyConfigurationIsLearntFromMemory(KernelConfig config) {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(config.garbage);
        assertThat(comparable(config, Scenario.describe(view.snapshot(scenario.kernel.memory))))
                .as(config.toString())
                .containsExactlyElementsOf(comparable(config, scenario.expected()));
        assertThat(scenario.kernel.memory.takeReads())
                .as("reads of a first list, %s", config)
                .isLessThanOrEqualTo(scenario.kernel.tasks.size() + LEARNING);
    }

    /** Where all tasks have priority 0 nothing may tell where the base priority is; it is left out then. */
    private static List<String> comparable(KernelConfig config, List<String> lines) {
        return config.priorities > 1
                ? lines
                : lines.stream().map(line -> line.replace(" base 0", "")).toList();
    }
}
