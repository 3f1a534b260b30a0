package org.tcbridge.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private final Results results = new Results(Map.of());

    @Test
    void aCellHasTheMedianAndTheRatioOfTheRoundsWithItsQuartiles() {
        rounds("m4", "tcbridge", 44, 60, 50);
        rounds("m4", "socat", 40, 50, 50);
        rounds("m4", "direct", 10, 10, 10);

        assertThat(new Table("relay", "median, µs", "socat").markdown(results)).isEqualTo("""
                        | median, µs | direct | socat | tcbridge |
                        | --- | ---: | ---: | ---: |
                        | m4 | 10 ×0.20 (0.20–0.23) | 50 | 50 ×1.10 (1.05–1.15) |
                        """);
    }

    @Test
    void oneRoundHasNoSpread() {
        rounds("load", "direct", 200);
        rounds("load", "tcbridge", 210.4);

        assertThat(new Table("relay", "ms", "direct").markdown(results)).isEqualTo("""
                        | ms | direct | tcbridge |
                        | --- | ---: | ---: |
                        | load | 200 | 210 ×1.05 |
                        """);
    }

    @Test
    void whatWasNotMeasuredIsAnEmptyCell() {
        rounds("a stop", "direct", 2);
        rounds("a list", "tcbridge", 7);

        assertThat(new Table("relay", "packets", "").markdown(results)).isEqualTo("""
                        | packets | direct | tcbridge |
                        | --- | ---: | ---: |
                        | a stop | 2 |  |
                        | a list |  | 7 |
                        """);
    }

    @Test
    void aSuiteThatWasNotRunHasNoTable() {
        assertThat(new Table("relay", "", "").markdown(results)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.1234, 0.12", "9.876, 9.88", "12.34, 12.3", "123.4, 123", "4321.6, 4322", "17, 17", "0, 0"})
    void threeDigitsCount(double figure, String text) {
        assertThat(Table.number(figure)).isEqualTo(text);
    }

    private void rounds(String item, String peer, double... figures) {
        for (double figure : figures) {
            results.add("relay", item, peer, "µs", figure);
        }
    }
}
