package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.OnThreeTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.Tap;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;

/**
 * Conditions of breakpoints that tcbridge evaluates: gdb stops where it stops when it evaluates them itself, and is not told of
 * other hits. {@code work_step} is called with 1 more each time.
 */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class ConditionsIT {
    private static final Pattern PASSED = Pattern.compile("conditions +evaluated here: (\\d+) hits passed by");

    private static long passed(Session session) throws Exception {
        Matcher matcher = PASSED.matcher(session.gdb().cli("monitor tcbridge status"));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** The values of an expression at the next stops at breakpoints. */
    private static List<Long> stops(Session session, int count, String expression) throws Exception {
        Long[] values = new Long[count];
        for (int i = 0; i < count; i++) {
            MiValue stop = session.resume();
            assertThat(stop.text("reason")).isEqualTo("breakpoint-hit");
            values[i] = session.gdb().number(expression);
        }
        return List.of(values);
    }

    private static List<Long> every(long step, long first, int count) {
        return LongStream.iterate(first, value -> value + step)
                .limit(count)
                .boxed()
                .toList();
    }

    /** gdb waits for a call's return where a breakpoint is in already, and says nothing of it: it has to hear of that return. */
    @OnThreeTargets
    void nextEndsWhereTheCallReturnsToABreakpoint(Firmware firmware) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            GdbMi gdb = session.gdb();
            session.runTo("work_step");
            MiValue caller = gdb.run("-stack-list-frames 1 1").list("stack").getFirst();
            gdb.run("-break-insert -c \"round == 1000000\" *" + caller.text("addr"));
            MiValue stop = session.runTo("tasks.c:" + Firmware.line("        work_step(round);"));
            assertThat(stop.get("frame").text("func")).isEqualTo("busy_loop");
            long round = gdb.number("round");

            MiValue end = gdb.stopAfter("next");

            assertThat(end.text("reason")).isEqualTo("end-stepping-range");
            assertThat(end.get("frame").text("func")).isEqualTo("busy_loop");
            assertThat(gdb.number("round")).isEqualTo(round);
        }
    }

    /** An argument, a signed one, both of several, what gdb cannot compile for a target: each hit that counts, and no other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CORTEX_M3    | (round & 15) == 9                      | true",
                "CORTEX_M4F   | (round & 15) == 9                      | true",
                "MICROBLAZE_BE| (round & 15) == 9                      | true",
                "MICROBLAZE_LE| (round & 15) == 9                      | true",
                "CORTEX_M4F   | (signed char) (round << 4) == -112     | true",
                "MICROBLAZE_BE| (signed char) (round << 4) == -112     | true",
                "CORTEX_M4F   | work_count > 0 && round % 16 == 9      | true",
                "MICROBLAZE_BE| work_count > 0 && round % 16 == 9      | true",
                "CORTEX_M4F   | $_isvoid($none) && (round & 15) == 9   | false",
                "MICROBLAZE_BE| $_isvoid($none) && (round & 15) == 9   | false",
            })
    void theHitsAreThoseThatGdbFindsItself(Firmware firmware, String condition, boolean compiled) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            session.gdb().cli("break work_step if " + condition);
            session.resume();
            long first = session.gdb().number("round");
            assertThat(first & 15).isEqualTo(9);
            long before = passed(session);

            assertThat(stops(session, 3, "round")).isEqualTo(every(16, first + 16, 3));

            assertThat(passed(session) - before).isEqualTo(compiled ? 3 * 15 : 0);
            session.gdb().cli("set breakpoint condition-evaluation host");
            before = passed(session);
            assertThat(stops(session, 2, "round")).isEqualTo(every(16, first + 64, 2));
            assertThat(passed(session)).isEqualTo(before);
            assertThat(session.gdb().cli("info breakpoints")).contains("breakpoint already hit 6 times");
        }
    }

    @OnThreeTargets
    void aStructThroughAPointer(Firmware firmware) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            long count = session.gdb().number("shared_count[1]");
            session.gdb().cli("break shared_step if worker->index == 1 && worker->period > 3");

            assertThat(stops(session, 3, "shared_count[1]")).isEqualTo(every(1, count, 3));
            assertThat(passed(session)).isPositive();
        }
    }

    /** A handler has registers and a stack of its own. */
    @OnThreeTargets
    void aGlobalVariableInAnInterruptHandler(Firmware firmware) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            long ticks = session.gdb().number("tick_hook_count");
            session.gdb().cli("tbreak tick_hook if tick_hook_count == " + (ticks + 4));

            assertThat(stops(session, 1, "tick_hook_count")).containsExactly(ticks + 4);
            assertThat(passed(session)).isEqualTo(4);
            assertThat(session.gdb().cli("info breakpoints")).contains("No breakpoints");
        }
    }

    @OnThreeTargets
    void twoAtOnePlaceAndOtherConditionsLater(Firmware firmware) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            session.gdb().cli("break work_step if (round & 15) == 3");
            session.resume();
            long round = session.gdb().number("round");
            session.gdb().cli("break work_step if (round & 15) == 5");

            assertThat(stops(session, 4, "round")).containsExactly(round + 2, round + 16, round + 18, round + 32);
            session.gdb().cli("condition 2 (round & 15) == 7");
            assertThat(stops(session, 2, "round")).containsExactly(round + 34, round + 36);
            session.gdb().cli("condition 2");
            assertThat(stops(session, 2, "round")).containsExactly(round + 37, round + 38);
        }
    }

    @OnThreeTargets
    void forOneTask(Firmware firmware) throws Exception {
        try (Session session = Session.evaluating(firmware)) {
            long count = session.gdb().number("shared_count[1]");
            session.gdb()
                    .cli("break shared_step thread " + session.thread("worker_b") + " if shared_count[1] >= "
                            + (count + 2));

            assertThat(stops(session, 2, "shared_count[1]")).containsExactly(count + 2, count + 3);
            assertThat(session.currentTask()).isEqualTo("worker_b");
        }
    }

    /** Ctrl-C stops what would pass hits for ever, and the target is as it was. */
    @OnThreeTargets
    void ctrlC(Firmware firmware) throws Exception {
        Qemu qemu = Qemu.start(firmware);
        try (Tap tap = Tap.before(qemu.port());
                Session session = new Session(qemu, Tcbridge.evaluating(tap.port()), GdbMi.start(firmware))) {
            session.runTo("all_parked");
            session.gdb().cli("break work_step if round == 0xffffffff");
            for (int i = 1; i <= 3; i++) {
                int before = tap.packets().size();
                session.gdb().run("-exec-continue");
                await(tap, before + 200);
                session.gdb().run("-exec-interrupt");
                MiValue stop = session.gdb().stopped();
                assertThat(stop.text("reason")).isEqualTo("signal-received");
                assertThat(stop.text("signal-name")).isEqualTo("SIGINT");
                assertThat(passed(session)).isGreaterThan(20L * i);
            }
            session.gdb().cli("condition 2");
            session.resume();
            long round = session.gdb().number("round");

            assertThat(stops(session, 2, "round")).isEqualTo(every(1, round + 1, 2));
        }
    }

    private static void await(Tap tap, int packets) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (tap.packets().size() < packets) {
            assertThat(System.nanoTime()).as("no more packets").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
