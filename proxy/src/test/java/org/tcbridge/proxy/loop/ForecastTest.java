package org.tcbridge.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForecastTest {
    private final Forecast forecast = new Forecast();

    /** A wait of that kind, which a look tells; whether it was looked for. */
    private boolean wait(boolean shortly) {
        boolean looked = forecast.soon();
        if (looked) {
            forecast.looked(shortly);
        }
        forecast.waited(shortly);
        return looked;
    }

    private int looks(int waits, String kinds) {
        int looks = 0;
        for (int i = 0; i < waits; i++) {
            looks += wait(kinds.charAt(i % kinds.length()) == 's') ? 1 : 0;
        }
        return looks;
    }

    @Test
    void shortWaitsAreLookedFor() {
        assertThat(looks(1000, "s")).isEqualTo(1000);
    }

    /** The credit of one course of waits is used up, then every 257th is a try. */
    @Test
    void longWaitsAreNot() {
        assertThat(looks(Forecast.CREDIT / 2, "l")).isEqualTo(Forecast.CREDIT / 2);
        assertThat(looks(Forecast.PAUSES, "l")).isZero();
        assertThat(looks(1, "l")).isEqualTo(1);
        assertThat(looks(10 * (Forecast.PAUSES + 1), "l")).isEqualTo(10);
    }

    @Test
    void turnsOfTwoAreToldApart() {
        looks(100, "sl");
        assertThat(looks(100, "sl")).isEqualTo(50);
    }

    @Test
    void soAreTurnsOfFour() {
        looks(200, "ssll");
        assertThat(looks(200, "ssll")).isEqualTo(100);
    }

    /** After three short waits comes a long one now and then: it is looked for as long as no more than a third is long. */
    @Test
    void whatCannotBeToldIsLookedForWhenMostAreShort() {
        assertThat(looks(1200, "sssssl")).isEqualTo(1200);
    }

    @Test
    void whatCannotBeToldIsNotLookedForWhenHalfAreLong() {
        looks(1000, "ssssl");
        int tries = 400 / (Forecast.PAUSES + 1) + 1;
        assertThat(looks(1000, "ssssl")).isBetween(600, 600 + tries);
    }

    @Test
    void aServerThatBecomesFastIsLookedForAgain() {
        looks(1000, "l");
        assertThat(looks(Forecast.PAUSES * 2, "s")).isGreaterThan(Forecast.PAUSES);
    }
}
