package org.tcbridge.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Target RATIO = new Target("read of 4 bytes", "relay", "m4", "tcbridge", "socat", 1.1);
    private static final Target COUNT = new Target("packets of a stop", "tasks", "a stop", "tcbridge", "", 3);

    private final Results results = new Results(Map.of());

    @Test
    void aRatioAtItsLimitIsMet() {
        results.add("relay", "m4", "tcbridge", "µs", 11);
        results.add("relay", "m4", "socat", "µs", 10);

        assertThat(RATIO.row(results)).isEqualTo("| read of 4 bytes | ≤ 1.10 × socat | 1.10 | met |");
    }

    @Test
    void theMedianCountsAndItsSpreadIsShown() {
        results.add("relay", "m4", "tcbridge", "µs", 12);
        results.add("relay", "m4", "tcbridge", "µs", 8);
        results.add("relay", "m4", "tcbridge", "µs", 13);
        results.add("relay", "m4", "socat", "µs", 10);
        results.add("relay", "m4", "socat", "µs", 10);
        results.add("relay", "m4", "socat", "µs", 10);

        assertThat(RATIO.row(results))
                .isEqualTo("| read of 4 bytes | ≤ 1.10 × socat | 1.20 (1.00–1.25) | **not met** |");
    }

    @Test
    void aFigureHasItsUnit() {
        results.add("tasks", "a stop", "tcbridge", "packets", 4);

        assertThat(COUNT.row(results)).isEqualTo("| packets of a stop | ≤ 3 packets | 4 | **not met** |");
    }

    @Test
    void packetsAndAllocatedBytesAreCountsAndTimesAreNot() {
        results.add("tasks", "a stop", "tcbridge", "packets", 3);
        results.add("micro", "a read", "B allocated", "B", 0);
        results.add("relay", "m4", "tcbridge", "µs", 1);

        assertThat(COUNT.isCount(results)).isTrue();
        assertThat(new Target("bytes", "micro", "a read", "B allocated", "", 0).isCount(results))
                .isTrue();
        assertThat(RATIO.isCount(results)).isFalse();
    }

    @Test
    void withoutFiguresNothingIsSaidToBeMet() {
        results.add("relay", "m4", "tcbridge", "µs", 1);

        assertThat(RATIO.row(results)).isEqualTo("| read of 4 bytes | ≤ 1.10 × socat | not measured |  |");
        assertThat(COUNT.row(results)).isEqualTo("| packets of a stop | ≤ 3 | not measured |  |");
    }
}
