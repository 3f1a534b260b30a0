package org.tcbridge.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.grack.nanojson.JsonParserException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsJsonTest {
    @Test
    void whatIsWrittenIsReadBack() throws JsonParserException {
        Results results = new Results(Map.of("CPU", "a \"fast\" one, 2 cores"));
        results.add("relay", "m4", "socat", "µs", 40.125);
        results.add("relay", "m4", "tcbridge", "µs", 41);
        results.add("relay", "m4", "socat", "µs", 39);

        Results read = ResultsJson.read(ResultsJson.write(results));

        assertThat(read.machine()).containsExactly(entry("CPU", "a \"fast\" one, 2 cores"));
        assertThat(read.measurements())
                .containsExactly(
                        new Measurement("relay", "m4", "socat", "µs", Series.of(40.125, 39.0)),
                        new Measurement("relay", "m4", "tcbridge", "µs", Series.of(41.0)));
    }

    @Test
    void anotherRunsFiguresComeBehind() {
        Results one = new Results(Map.of());
        one.add("relay", "m4", "socat", "µs", 40);
        Results two = new Results(Map.of());
        two.add("gdb", "load", "socat", "ms", 7);
        two.add("relay", "m4", "socat", "µs", 41);

        one.addAll(two);

        assertThat(one.measurements())
                .containsExactly(
                        new Measurement("relay", "m4", "socat", "µs", Series.of(40.0, 41.0)),
                        new Measurement("gdb", "load", "socat", "ms", Series.of(7.0)));
    }
}
