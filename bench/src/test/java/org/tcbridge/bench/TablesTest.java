package org.tcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tcbridge.bench.report.Results;

class TablesTest {
    @Test
    void withoutFiguresThereAreTheMachineAndTheTargetsThatNobodyMeasured() {
        Map<String, String> tables = Tables.markdown(new Results(Map.of("CPU", "slow")));

        assertThat(tables).containsOnlyKeys("machine", "targets");
        assertThat(tables).containsEntry("machine", "CPU: slow.\n");
        assertThat(tables.getOrDefault("targets", "").lines().skip(2))
                .hasSameSizeAs(Targets.ALL)
                .allMatch(row -> row.endsWith("| not measured |  |"));
    }
}
