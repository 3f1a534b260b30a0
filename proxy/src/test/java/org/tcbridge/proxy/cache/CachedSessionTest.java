package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Machine;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.QuirkServer;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Stub;

/** The cache in a session: what the server is asked, and what the client is told. */
@ExtendWith(LeakRecorder.Check.class)
class CachedSessionTest {
    private static final int TEXT = 0x8000;
    private static final int RAM = 0x20000000;
    private static final int DEVICE = 0x40000000;
    private static final byte[] CODE = code();
    private static final List<ProgramSection> SECTIONS = List.of(
            new ProgramSection(TEXT, CODE.length, false, true, ByteBuffer.wrap(CODE)),
            new ProgramSection(RAM, 0x100, true, false, ByteBuffer.allocate(0)));

    private static byte[] code() {
        byte[] code = new byte[0x400];
        new Random(1).nextBytes(code);
        return code;
    }

    /** A client, the proxy with a cache, and a server. */
    private static final class Bench implements AutoCloseable {
        private final Machine machine = new Machine()
                .core(1, new byte[8])
                .region(TEXT, CODE)
                .region(RAM, new byte[0x100])
                .region(DEVICE, new byte[0x10]);
        private final QuirkServer server;
        private final ProxyServer proxy;
        private final ScriptedGdb gdb;

        Bench(CacheMode mode, List<ProgramSection> sections, Quirk... quirks) {
            server = QuirkServer.start(machine, List.of(quirks));
            proxy = proxy(server.port(), mode, sections);
            gdb = ScriptedGdb.connect(proxy.address().port());
            gdb.ask("qSupported");
            gdb.ask("?");
        }

        String ask(String command) {
            return gdb.ask(command);
        }

        /** The reads that the server gets while the client asks for these, in turn. */
        List<String> reads(String... commands) {
            server.forget();
            for (String command : commands) {
                gdb.ask(command);
            }
            return server.commands().stream().filter(c -> c.startsWith("m")).toList();
        }

        @Override
        public void close() {
            gdb.close();
            proxy.close();
            server.close();
        }
    }

    private static ProxyServer proxy(int port, CacheMode mode, List<ProgramSection> sections) {
        Program program = new Program(new NoSymbols(), Optional.empty(), OptionalInt.empty(), sections);
        HostPort here = new HostPort("127.0.0.1", 0);
        try {
            return ProxyServer.start(new ProxyConfig(
                            here,
                            new HostPort("127.0.0.1", port),
                            List.of(),
                            false,
                            List.of(),
                            StackingCatalog.load(List.of(), List.of(), List.of()),
                            Optional.of(program),
                            ProxyConfig.StepParked.RUN)
                    .with(mode));
        } catch (IOException | StackingFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private record NoSymbols() implements Symbols {
        @Override
        public OptionalLong address(String name) {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong size(String name) {
            return OptionalLong.empty();
        }
    }

    private static String code(int address, int length) {
        return HexFormat.of().formatHex(CODE, address - TEXT, address - TEXT + length);
    }

    /** A server without room for more than a few bytes: nothing is read ahead. */
    private static final Quirk SMALL = Quirks.features("PacketSize=40");

    /** A server that refuses reads of more bytes than that. */
    private static Quirk refusesReadsOver(int most) {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                boolean refused = command.startsWith("m")
                        && Integer.parseInt(command.substring(command.indexOf(',') + 1), 16) > most;
                return refused ? Optional.of(List.of("E02")) : Optional.empty();
            }
        };
    }

    @Test
    void codeIsReadOnceAcrossSteps() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            assertThat(bench.reads("m8010,4", "m8010,4", "m8012,2", "s", "m8010,4", "vCont;s", "m8010,2"))
                    .containsExactly("m8010,4");
            assertThat(bench.ask("m8012,2")).isEqualTo(code(0x8012, 2));
        }
    }

    @Test
    void ramIsNotHeldUnlessTheUserWantsIt() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            assertThat(bench.reads("m20000000,4", "m20000000,4")).hasSize(2);
        }
    }

    @Test
    void thenItIsHeldUntilTheTargetRuns() {
        try (Bench bench = new Bench(CacheMode.HALTED, SECTIONS, SMALL)) {
            assertThat(bench.reads("m20000000,4", "m20000000,4", "m20000002,2", "s", "m20000000,4", "m20000000,4"))
                    .containsExactly("m20000000,4", "m20000000,4");
            bench.ask("s");
            bench.ask("m20000000,4");
            bench.machine.onStep(() -> bench.machine.poke(RAM, (byte) 7));
            bench.ask("s");
            assertThat(bench.ask("m20000000,1")).isEqualTo("07");
        }
    }

    @Test
    void registersAreReadOnceAHalt() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            bench.server.forget();
            for (String command : List.of("g", "g", "Hg1", "g", "g", "s", "g", "g", "P0=00000000", "g", "g")) {
                bench.ask(command);
            }
            assertThat(bench.server.count("g")).isEqualTo(4);
        }
    }

    @Test
    void aProgramThatHasEndedHasNoRam() {
        try (Bench bench = new Bench(CacheMode.HALTED, SECTIONS, SMALL, Quirks.replies("c", "W00"))) {
            assertThat(bench.reads("m20000000,4", "c", "m20000000,4", "m20000000,4"))
                    .hasSize(3);
        }
    }

    @Test
    void whatNobodyKnowsIsNeverHeld() {
        try (Bench bench = new Bench(CacheMode.HALTED, SECTIONS, SMALL)) {
            assertThat(bench.reads("m40000000,4", "m40000000,4", "m200000fe,4", "m200000fe,4"))
                    .hasSize(4);
        }
    }

    @Test
    void offMeansOff() {
        try (Bench bench = new Bench(CacheMode.OFF, SECTIONS)) {
            assertThat(bench.reads("m8010,4", "m8010,4", "m8010,4")).containsExactly("m8010,4", "m8010,4", "m8010,4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M8010,1:00",
                "X8010,1:a",
                "M40000000,1:00",
                "vFlashErase:8000,400",
                "vFlashDone",
                "qRcmd,72",
                "P0=00000000",
                "?",
                "QThreadEvents:1",
                "vFile:open:00",
                "jMadeUp"
            })
    void whatMayChangeMemoryDropsAll(String command) {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            bench.ask("m8010,4");
            assertThat(bench.reads("m8010,4")).isEmpty();
            bench.ask(command);
            assertThat(bench.reads("m8010,4")).containsExactly("m8010,4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g",
                "qC",
                "qfThreadInfo",
                "p0",
                "vCont?",
                "Hc-1",
                "qAttached",
                "qXfer:auxv:read::0,10",
                "m40000000,4",
                "Z2,20000000,4"
            })
    void whatDoesNotDropsNothing(String command) {
        try (Bench bench = new Bench(CacheMode.HALTED, SECTIONS, SMALL)) {
            bench.ask("m8010,4");
            bench.ask("m20000010,4");
            bench.ask(command);
            assertThat(bench.reads("m8010,4", "m20000010,4")).isEmpty();
        }
    }

    @Test
    void codeThatDiffersFromTheFileIsReadAgainAfterEachRun() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            bench.machine.poke(TEXT + 0x10, (byte) ~CODE[0x10]);
            assertThat(bench.reads("m8010,4", "m8010,4", "s", "m8010,4")).hasSize(2);
        }
    }

    @Test
    void bytesUnderABreakpointAreKeptForEachOfItsStates() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            String[] round = {"Z0,8010,2", "vCont;s", "m8010,2", "m8020,2", "z0,8010,2", "m8010,2", "m8020,2"};
            bench.reads(round);
            assertThat(bench.reads(round)).isEmpty();
            assertThat(bench.reads("z0,8010,2", "m8010,2")).as("removed twice").hasSize(1);
        }
    }

    @Test
    void readsAreWidenedWithinTheSection() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS)) {
            bench.ask("m8000,4");
            List<String> reads = bench.reads("m8100,4", "m8104,4", "m8100,2", "m83f0,4", "m83f8,8");
            assertThat(reads).as("with a link where bytes cost next to nothing").hasSizeLessThanOrEqualTo(4);
            assertThat(reads).allMatch(read -> {
                String[] range = read.substring(1).split(",", -1);
                int from = Integer.parseInt(range[0], 16);
                return from >= TEXT && from + Integer.parseInt(range[1], 16) <= TEXT + CODE.length;
            });
            assertThat(bench.ask("m83f0,10")).isEqualTo(code(0x83f0, 16));
        }
    }

    @Test
    void whereThatFailsWhatWasAskedForIsRead() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, refusesReadsOver(16))) {
            bench.ask("m8000,4");
            assertThat(bench.ask("m8100,4")).isEqualTo(code(0x8100, 4));
            assertThat(bench.reads("m8110,4", "m8110,4", "m8100,4")).containsExactly("m8110,4");
        }
    }

    /** A failed read is the client's to see, each time. */
    @Test
    void errorsAreNotHeld() {
        try (Bench bench = new Bench(CacheMode.HALTED, SECTIONS, refusesReadsOver(2))) {
            assertThat(bench.ask("m8000,4")).isEqualTo("E02");
            assertThat(bench.ask("m8000,4")).isEqualTo("E02");
            assertThat(bench.ask("m8000,2")).isEqualTo(code(0x8000, 2));
        }
    }

    @Test
    void theServersMapTellsWhatIsRom() {
        String map = "<memory-map><memory type=\"rom\" start=\"0x8000\" length=\"0x400\"/>"
                + "<memory type=\"ram\" start=\"0x20000000\" length=\"0x100\"/></memory-map>";
        try (Bench bench = new Bench(
                CacheMode.HALTED,
                List.of(),
                Quirks.features("PacketSize=40;qXfer:memory-map:read+"),
                Quirks.replies("qXfer:memory-map:read::0,20", "m" + map.substring(0, 32)),
                Quirks.replies("qXfer:memory-map:read::20,800", "l" + map.substring(32)))) {
            assertThat(bench.reads("m8010,4", "m8010,4")).hasSize(2);
            bench.ask("qXfer:memory-map:read::0,20");
            bench.ask("qXfer:memory-map:read::20,800");
            bench.ask("s");
            assertThat(bench.reads("m8010,4", "m8010,4", "m20000000,4", "m20000000,4", "s", "m8010,4", "m20000000,4"))
                    .containsExactly("m8010,4", "m20000000,4", "m20000000,4");
        }
    }

    /** Its reply may come later and be taken for another's. */
    @Test
    void aCommandThatWasGivenUpEndsTheCache() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL, Quirks.replies("qOffsets"))) {
            bench.ask("m8010,4");
            bench.server.forget();
            bench.gdb.send("qOffsets");
            bench.ask("m8010,4");
            assertThat(bench.server.commands()).containsExactly("qOffsets", "m8010,4");
        }
    }

    /** What is there after that nobody knows, whatever comes next. */
    @Test
    void aBreakpointThatIsNotRemovedIsForgotten() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL, Quirks.replies("z0.*", "E01"))) {
            bench.ask("Z0,8010,2");
            bench.ask("m8010,4");
            assertThat(bench.ask("z0,8010,2")).isEqualTo("E01");
            bench.ask("Z0,8010,2");
            bench.server.forget();
            bench.ask("m8010,4");
            assertThat(bench.server.commands()).containsExactly("m8010,4");
        }
    }

    /** Another thread may be a CPU with memory of its own. */
    @Test
    void anotherThreadIsAskedAnew() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            bench.ask("Hg1");
            bench.ask("m8010,4");
            bench.ask("Hg2");
            bench.server.forget();
            bench.ask("m8010,4");
            assertThat(bench.server.commands()).containsExactly("m8010,4");
        }
    }

    /** The target may run whenever it likes from then on, whether the server takes it or not. */
    @Test
    void nonStopModeEndsTheCache() {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            bench.ask("m8010,4");
            bench.ask("QNonStop:0");
            bench.server.forget();
            bench.ask("m8010,4");
            assertThat(bench.server.commands()).as("all-stop is what it was").isEmpty();
            bench.ask("QNonStop:1");
            bench.server.forget();
            bench.ask("m8010,4");
            bench.ask("m8010,4");
            assertThat(bench.server.commands()).containsExactly("m8010,4", "m8010,4");
        }
    }

    /** Replies are matched in order, so nothing is doubtful. */
    @Test
    void aClientThatDoesNotWaitIsAnsweredInOrder() throws Exception {
        try (Bench bench = new Bench(CacheMode.CODE, SECTIONS, SMALL)) {
            String code = bench.ask("m8010,4");
            bench.server.forget();
            bench.server.hold("g"::equals);
            bench.gdb.send("g");
            bench.server.awaitHeld();
            bench.gdb.send("m8010,4");
            bench.server.release();
            assertThat(bench.gdb.receive()).isEqualTo("0000000000000000");
            assertThat(bench.gdb.receive()).isEqualTo(code);
            assertThat(bench.server.commands()).containsExactly("g");
        }
    }

    /** The property of {@link CachePropertyTest} once more, over real connections. */
    @ParameterizedTest
    @EnumSource
    void aSessionShowsTheSameBytes(CacheMode mode) {
        for (int seed = 0; seed < 12; seed++) {
            SimulatedTarget target = new SimulatedTarget(seed);
            SimulatedTarget direct = new SimulatedTarget(seed);
            try (ScriptedServer server = ScriptedServer.start(connection -> {
                        while (true) {
                            connection.send(target.answer(connection.receive()));
                        }
                    });
                    ProxyServer proxy = proxy(server.port(), mode, target.sections());
                    ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
                RandomClient client = new RandomClient(new Random(seed));
                List<String> said = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    String command = client.next();
                    target.tick();
                    direct.tick();
                    said.add(command);
                    String got = gdb.ask(command);
                    assertThat(RandomClient.difference(direct.answer(command), got))
                            .as(() -> direct + " " + String.join(" ", said))
                            .isNull();
                }
            } catch (UncheckedIOException ended) {
                throw new AssertionError(direct.toString(), ended);
            }
        }
    }
}
