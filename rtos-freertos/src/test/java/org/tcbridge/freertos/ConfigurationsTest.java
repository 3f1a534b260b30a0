package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.core.rtos.RtosView;

class ConfigurationsTest {
    static Stream<KernelConfig> anyConfiguration() {
        Random random = new Random(20260723);
        return IntStream.range(0, 4000).mapToObj(i -> KernelConfig.random(random));
    }

    @ParameterizedTest
    @MethodSource("anyConfiguration")
    void anyConfigurationIsLearntFromMemory(KernelConfig config) {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(config.garbage);
        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .as(config.toString())
                .containsExactlyElementsOf(scenario.expected());
    }
}
