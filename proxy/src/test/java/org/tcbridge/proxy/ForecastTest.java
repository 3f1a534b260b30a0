package org.tcbridge.proxy;

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

    /** After the first three, whose courses are others, the credit of one course is used up; then every 257th is a try. */
    @Test
    void longWaitsAreNot() {
        assertThat(looks(3 + Forecast.CREDIT / 2, "l")).isEqualTo(3 + Forecast.CREDIT / 2);
        assertThat(looks(Forecast.PAUSES, "l")).isZero();
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

    /** Three waits before are one too few to tell the two long ones of five apart. */
    @Test
    void whatCannotBeToldIsLookedForWhenMostAreShort() {
        looks(1000, "ssssl");
        assertThat(looks(1000, "ssssl")).isEqualTo(1000 - 200);
        looks(1000, "lllls");
        assertThat(looks(1000, "lllls")).isLessThan(10);
    }

    @Test
    void aServerThatBecomesFastIsLookedForAgain() {
        looks(1000, "l");
        assertThat(looks(Forecast.PAUSES * 2, "s")).isGreaterThan(Forecast.PAUSES);
    }
}
