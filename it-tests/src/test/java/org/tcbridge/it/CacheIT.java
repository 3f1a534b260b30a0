package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tap;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.Traffic;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;
import org.tcbridge.proxy.cache.CacheMode;

/** What the cache saves on the link to the target with a real gdb, in packets at the server; and that gdb shows the same. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class CacheIT {
    private static final Firmware FIRMWARE = Firmware.CORTEX_M4F;

    /** The firmware's tasks but the one that is copied. */
    private static final int OTHERS = 16;

    /** Calls of {@code work_step} between two of {@code all_parked}. */
    private static final int HITS = 64;

    /** Stops until those before tell what is read at one. */
    private static final int SETTLING = 3;

    /** A gdb before QEMU, with and without tcbridge between, at the first call of {@code all_parked}. */
    private static final class Link implements AutoCloseable {
        private final Qemu qemu = Qemu.start(FIRMWARE);
        private final Tap tap = Tap.before(qemu.port());
        private final Optional<Tcbridge> tcbridge;
        private final GdbMi gdb = GdbMi.start(FIRMWARE);

        /** With {@code --elf}, and {@code --cache} where that is given; else directly. */
        static Link caching(Optional<CacheMode> cache) throws Exception {
            return new Link(cache.map(mode -> port -> Tcbridge.caching(port, FIRMWARE.elf(), mode)));
        }

        Link(Optional<Traffic.Proxy> proxy) throws Exception {
            tcbridge =
                    proxy.isEmpty() ? Optional.empty() : Optional.of(proxy.get().before(tap.port()));
            int port = tcbridge.map(Tcbridge::port).orElse(tap.port());
            gdb.run("-target-select remote 127.0.0.1:" + port);
            gdb.stopped();
            gdb.run("-break-insert -t all_parked");
            gdb.stopAfter("continue");
        }

        /** How many packets the server gets for a command, done so many times, once it is known what is read at each stop. */
        int packets(int times, String command) throws Exception {
            for (int i = 0; i < SETTLING; i++) {
                gdb.stopAfter(command);
            }
            int before = tap.packets().size();
            for (int i = 0; i < times; i++) {
                gdb.stopAfter(command);
            }
            return tap.packets().size() - before;
        }

        /**
         * How many packets the server gets for {@value #HITS} hits of a breakpoint whose condition fails. An interrupt in the step off
         * {@code all_parked} comes back to it, before any hit: that does not count.
         */
        int packetsOfHits(String looksAt) throws Exception {
            gdb.cli("break work_step if " + looksAt + " == 0xffffffff");
            gdb.cli("break all_parked");
            int packets = 0;
            for (int tries = 0; tries < 5 && packets <= HITS; tries++) {
                packets = packets(1, "continue");
            }
            assertThat(packets).isGreaterThan(HITS);
            return packets;
        }

        @Override
        public void close() throws IOException {
            gdb.close();
            tcbridge.ifPresent(Tcbridge::close);
            tap.close();
            qemu.close();
        }
    }

    private static int packets(Optional<CacheMode> cache, int times, String command) throws Exception {
        try (Link link = Link.caching(cache)) {
            return link.packets(times, command);
        }
    }

    private static int packetsOfHits(Optional<CacheMode> cache) throws Exception {
        try (Link link = Link.caching(cache)) {
            return link.packetsOfHits("round");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void stepsNeedAnEighthOfThePackets(CacheMode mode) throws Exception {
        int direct = packets(Optional.empty(), 12, "stepi");
        int through = packets(Optional.of(mode), 12, "stepi");

        assertThat(through).as("of " + direct).isLessThanOrEqualTo(direct / 8);
    }

    @ParameterizedTest
    @EnumSource(names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void nextNeedsTwoFifths(CacheMode mode) throws Exception {
        int direct = packets(Optional.empty(), 8, "next");
        int through = packets(Optional.of(mode), 8, "next");

        assertThat(through).as("of " + direct).isLessThanOrEqualTo(direct * 2 / 5);
    }

    @ParameterizedTest
    @EnumSource(names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void aConditionThatFailsNeedsTwoFifths(CacheMode mode) throws Exception {
        int direct = packetsOfHits(Optional.empty());
        int through = packetsOfHits(Optional.of(mode));

        assertThat(through).as("of " + direct).isLessThanOrEqualTo(direct * 2 / 5);
    }

    /**
     * With {@code --conditions tcbridge}, for each hit: the run, the registers, what the condition reads, the breakpoint out, a step, the
     * registers there since gdb has another breakpoint, the breakpoint in.
     */
    @ParameterizedTest
    @CsvSource({"round, 6", "work_count, 7"})
    void aConditionThatIsEvaluatedHereNeedsFewPackets(String looksAt, int each) throws Exception {
        try (Link link = new Link(Optional.of(port -> Tcbridge.evaluating(port, FIRMWARE.elf(), CacheMode.CODE)))) {
            assertThat(link.packetsOfHits(looksAt)).isBetween(each * HITS, each * HITS + 40);
        }
    }

    /** The firmware's 17 tasks: a read for each frame, which brings the stack's top, and the code. */
    @Test
    void allCallStacksNeedAFewReadsATask() throws Exception {
        int off = callStacks(CacheMode.OFF);
        int code = callStacks(CacheMode.CODE);
        int halted = callStacks(CacheMode.HALTED);

        assertThat(code).as("of " + off).isLessThan(off / 5);
        assertThat(halted).as("of " + code).isLessThan(code);
    }

    private static int callStacks(CacheMode mode) throws Exception {
        try (Link link = Link.caching(Optional.of(mode))) {
            int before = link.tap.packets().size();
            assertThat(link.gdb.cli("thread apply all bt")).contains("task_suspended", "task_worker");
            return link.tap.packets().size() - before;
        }
    }

    /** A suspended task, copied with its stack until there are fifty: each shows the stack of the one it is a copy of. */
    @ParameterizedTest
    @EnumSource
    void fiftyCallStacks(CacheMode mode) throws Exception {
        try (Link link = Link.caching(Optional.of(mode))) {
            link.gdb.cli("source " + Tools.projectRoot().resolve("it-tests/src/test/gdb/fifty-tasks.gdb"));
            link.gdb.stopAfter("stepi");
            int before = link.tap.packets().size();

            String text = link.gdb.cli("thread apply all bt");

            int packets = link.tap.packets().size() - before;
            List<String> stacks = Pattern.compile("\\nThread [^\\n]*\\n")
                    .splitAsStream("\n" + text.strip())
                    .filter(stack -> !stack.isBlank())
                    .map(String::strip)
                    .toList();
            assertThat(stacks).hasSize(50).allMatch(stack -> stack.startsWith("#0 "));
            String suspended = stacks.stream()
                    .filter(stack -> stack.contains(" task_suspended "))
                    .findFirst()
                    .orElseThrow();
            assertThat(stacks.stream().filter(suspended::equals)).hasSize(50 - OTHERS);
            int bound = switch (mode) {
                case OFF -> 120;
                case CODE -> 4;
                case HALTED -> 3;
            };
            assertThat(packets).isLessThanOrEqualTo(bound * 50);
        }
    }

    /** gdb's packets are cut into QEMU's, of which one in each hundred is not full. */
    @Test
    void loadAndDumpNeedOneInAHundredMore() throws Exception {
        int direct = transfers(Optional.empty());
        int through = transfers(Optional.of(CacheMode.CODE));

        assertThat(through).as("of " + direct).isLessThanOrEqualTo(direct + 1 + direct / 100);
    }

    private static int transfers(Optional<CacheMode> cache) throws Exception {
        try (Link link = Link.caching(cache)) {
            int before = link.tap.packets().size();
            link.gdb.cli("dump memory /dev/null 0 0x16b0");
            link.gdb.cli("dump memory /dev/null 0x20000000 0x20005000");
            link.gdb.cli("load");
            return link.tap.packets().size() - before;
        }
    }

    /** Writes to code and RAM, breakpoints in code that is looked at, a reset by the server: gdb shows what is there. */
    @ParameterizedTest
    @EnumSource
    void gdbShowsTheSame(CacheMode mode) throws Exception {
        String[] script = {
            "tbreak all_parked",
            "continue",
            "x/8i $pc",
            "stepi 3",
            "x/8i $pc",
            "break step_over_me",
            "x/8xw step_over_me",
            "continue",
            "x/8xw step_over_me",
            "bt",
            "next",
            "next",
            "print work_count",
            "set var work_count = 77",
            "print work_count",
            "set var *(unsigned short *) ((int) &shared_step & ~1) = 0xbf00",
            "x/4i shared_step",
            "stepi 20",
            "print work_count",
            "x/16xw $sp",
            "watch work_count",
            "continue",
            "continue",
            "delete",
            "load",
            "x/4i shared_step",
            "print work_count",
            "monitor system_reset",
            "x/8xw 0",
            "info registers pc sp",
            "x/16xw &work_count",
            "detach"
        };
        Traffic off = traffic(CacheMode.OFF, script);
        Traffic on = traffic(mode, script);

        assertThat(on.output()).isEqualTo(off.output());
        if (mode != CacheMode.OFF) {
            assertThat(on.packets()).hasSizeLessThan(off.packets().size() / 2);
        }
    }

    private static Traffic traffic(CacheMode mode, String... script) throws Exception {
        try (Qemu qemu = Qemu.start(FIRMWARE)) {
            return Traffic.of(
                    FIRMWARE.gdb(),
                    Optional.of(FIRMWARE.elf()),
                    qemu.port(),
                    Optional.of(port -> Tcbridge.caching(port, FIRMWARE.elf(), mode)),
                    script);
        }
    }
}
