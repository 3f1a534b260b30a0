package org.tcbridge.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Series.of(9.0, 1.0, 5.0).median()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Series.of(4.0, 1.0, 2.0, 100.0).median()).isEqualTo(3);
    }

    /** R: quantile(c(1, 2, 4, 8), c(.25, .75)). */
    @Test
    void quartilesAreThoseOfR() {
        Series series = Series.of(8.0, 4.0, 2.0, 1.0);

        assertThat(series.lowerQuartile()).isEqualTo(1.75);
        assertThat(series.upperQuartile()).isEqualTo(5);
    }

    @Test
    void oneFigureIsItsOwnMedianAndQuartiles() {
        Series series = Series.of(7.0);

        assertThat(List.of(series.lowerQuartile(), series.median(), series.upperQuartile()))
                .containsExactly(7.0, 7.0, 7.0);
    }

    @Test
    void aRatioIsOfFiguresOfTheSameRound() {
        assertThat(Series.of(10.0, 30.0).over(Series.of(5.0, 10.0)).values()).containsExactly(2.0, 3.0);
    }

    @Test
    void aRoundThatOnlyOneHasIsLeftOut() {
        assertThat(Series.of(10.0, 30.0).over(Series.of(5.0)).values()).containsExactly(2.0);
    }

    @Test
    void noFiguresAreNoSeries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Series(List.of()))
                .withMessage("no figures, expected at least one");
    }
}
