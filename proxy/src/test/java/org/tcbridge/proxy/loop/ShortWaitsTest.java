package org.tcbridge.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortWaitsTest {
    private static final int STEP_NS = 10_000;
    private static final int SLEEP_NS = 1_000_000;
    private static final int LOOKS = (int) ShortWaits.LOOK_NS / STEP_NS;

    private final Script script = new Script();
    private final ShortWaits waits = new ShortWaits(script, () -> script.now);
    private boolean tasks;

    private final IoHandlerContext context = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return !tasks;
        }

        @Override
        public long delayNanos(long now) {
            return 7;
        }

        @Override
        public long deadlineNanos() {
            return 8;
        }
    };

    /** A handler that has bytes at the looks that are told; each look takes 10 µs, and a sleep ends with bytes. */
    private final class Script implements IoHandler {
        private final List<String> runs = new ArrayList<>();
        private int bytesAt = Integer.MAX_VALUE;
        private int tasksAt = Integer.MAX_VALUE;
        private long now;
        private long sleepNs = SLEEP_NS;
        private int wakeups;
        private Runnable meanwhile = () -> {};

        @Override
        public int run(IoHandlerContext given) {
            assertThat(given.delayNanos(0)).isEqualTo(7);
            assertThat(given.deadlineNanos()).isEqualTo(8);
            meanwhile.run();
            if (given.canBlock()) {
                runs.add("sleep");
                now += sleepNs;
                return 1;
            }
            runs.add("look");
            now += STEP_NS;
            tasks |= runs.size() == tasksAt;
            return runs.size() == bytesAt ? 1 : 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            wakeups++;
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }

    private List<String> run() {
        script.runs.clear();
        assertThat(waits.run(context)).isBetween(0, 1);
        return List.copyOf(script.runs);
    }

    private static List<String> looks(int count, String... then) {
        List<String> all = new ArrayList<>(java.util.Collections.nCopies(count, "look"));
        all.addAll(List.of(then));
        return all;
    }

    @Test
    void bytesThatComeSoonAreHandledWithoutSleep() {
        script.bytesAt = 3;
        assertThat(run()).isEqualTo(looks(3));
    }

    @Test
    void sleepsWhenNothingComesSoon() {
        assertThat(run()).isEqualTo(looks(LOOKS, "sleep"));
    }

    @Test
    void aTaskOfTheThreadsOwnEndsTheLook() {
        script.tasksAt = 2;
        assertThat(run()).isEqualTo(looks(3));
        assertThat(run()).as("a task waits: no time for looks").isEqualTo(looks(1));
    }

    @Test
    void sleepsAtOnceAfterLooksInVainAndTriesAgainLater() {
        for (int i = 0; i < Forecast.CREDIT / 2; i++) {
            assertThat(run()).isEqualTo(looks(LOOKS, "sleep"));
        }
        for (int i = 0; i < Forecast.PAUSES; i++) {
            assertThat(run()).isEqualTo(looks(0, "sleep"));
        }
        assertThat(run()).isEqualTo(looks(LOOKS, "sleep"));
        assertThat(run()).isEqualTo(looks(0, "sleep"));
    }

    /** A client that is fast and a server that is slow: it is looked for the one and slept for the other. */
    @Test
    void whoIsSlowAndWhoIsFastIsLearnt() {
        List<List<String>> last = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            script.bytesAt = i % 2 == 0 ? 2 : Integer.MAX_VALUE;
            last.add(run());
        }
        assertThat(last.subList(90, 100))
                .containsExactlyElementsOf(
                        java.util.Collections.nCopies(5, List.of(looks(2), looks(0, "sleep"))).stream()
                                .flatMap(List::stream)
                                .toList());
    }

    /** A sleep that bytes ended at once counts as a short wait: what comes after it is another course of waits, not known yet. */
    @Test
    void howLongASleepWasTells() {
        for (int i = 0; i < Forecast.CREDIT / 2; i++) {
            run();
        }
        script.sleepNs = ShortWaits.LOOK_NS;
        assertThat(run()).isEqualTo(looks(0, "sleep"));
        assertThat(run()).isEqualTo(looks(LOOKS, "sleep"));
    }

    @Test
    void whatIsSaidToComeIsLookedForUntilThen() {
        waits.initialize();
        for (int i = 0; i < Forecast.CREDIT / 2; i++) {
            run();
        }
        ShortWaits.lookFor(3 * ShortWaits.LOOK_NS);
        script.bytesAt = 2 * LOOKS;
        assertThat(run()).isEqualTo(looks(2 * LOOKS));
        assertThat(run()).as("not yet the end").isEqualTo(looks(LOOKS, "sleep"));
        assertThat(run()).as("the end").isEqualTo(looks(0, "sleep"));

        ShortWaits.lookFor(3 * ShortWaits.LOOK_NS);
        ShortWaits.lookFor(0);
        assertThat(run()).isEqualTo(looks(0, "sleep"));
    }

    @Test
    void otherThreadsAreNotKeptAwake() throws InterruptedException {
        waits.initialize();
        for (int i = 0; i < Forecast.CREDIT / 2; i++) {
            run();
        }
        Thread other = new Thread(() -> ShortWaits.lookFor(3 * ShortWaits.LOOK_NS));
        other.start();
        other.join();
        assertThat(run()).isEqualTo(looks(0, "sleep"));
    }

    @Test
    void onlyAThreadThatMaySleepIsWoken() {
        waits.wakeup();
        assertThat(script.wakeups).as("the thread is at its tasks").isZero();
        script.meanwhile = waits::wakeup;
        assertThat(run()).isEqualTo(looks(LOOKS, "sleep"));
        assertThat(script.wakeups).as("once, at the sleep").isEqualTo(1);
        waits.wakeup();
        assertThat(script.wakeups).as("awake again").isEqualTo(1);
    }
}
