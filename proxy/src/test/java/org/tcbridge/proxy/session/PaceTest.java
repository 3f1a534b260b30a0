package org.tcbridge.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private final List<Long> looks = new ArrayList<>();
    private long now = 5;
    private final Pace pace = new Pace(() -> now, looks::add);

    private void question(long took) {
        pace.asked();
        now += took;
        pace.answered();
    }

    @Test
    void theFirstReplyIsNotLookedFor() {
        question(1_000_000);

        assertThat(looks).containsExactly(0L);
    }

    @ParameterizedTest
    @CsvSource({"200000, 400000", "1000000, 2000000", "2000000, 4000000"})
    void whatCameSoonIsLookedForTwiceAsLong(long took, long look) {
        question(took);
        looks.clear();
        question(7);

        assertThat(looks).containsExactly(look, 0L);
    }

    /** What comes at once is looked for anyway. */
    @ParameterizedTest
    @CsvSource({"0", "199999", "2000001", "5000000000"})
    void whatCameAtOnceOrLateIsNot(long took) {
        question(took);
        looks.clear();
        question(7);

        assertThat(looks).containsExactly(0L);
    }

    @Test
    void howLongAReplyIsAwaited() {
        pace.asked();
        now += 42;

        assertThat(pace.waited()).isEqualTo(42);
    }
}
