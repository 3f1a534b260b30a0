package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.cache.CachedSession.CODE;
import static org.tcbridge.proxy.cache.CachedSession.RAM;
import static org.tcbridge.proxy.cache.CachedSession.SECTIONS;
import static org.tcbridge.proxy.cache.CachedSession.SMALL;
import static org.tcbridge.proxy.cache.CachedSession.TEXT;
import static org.tcbridge.proxy.cache.CachedSession.code;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;

/** The cache in a session: what the server is asked, and what the client is told. */
@ExtendWith(LeakRecorder.Check.class)
class CachedSessionTest {
    @Test
    void codeIsReadOnceAcrossSteps() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            assertThat(session.reads("m8010,4", "m8010,4", "m8012,2", "s", "m8010,4", "vCont;s", "m8010,2"))
                    .containsExactly("m8010,4");
            assertThat(session.ask("m8012,2")).isEqualTo(code(0x8012, 2));
        }
    }

    @Test
    void ramIsNotHeldUnlessTheUserWantsIt() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            assertThat(session.reads("m20000000,4", "m20000000,4")).hasSize(2);
        }
    }

    @Test
    void thenItIsHeldUntilTheTargetRuns() {
        try (CachedSession session = new CachedSession(CacheMode.HALTED, SECTIONS, SMALL)) {
            assertThat(session.reads("m20000000,4", "m20000000,4", "m20000002,2", "s", "m20000000,4", "m20000000,4"))
                    .containsExactly("m20000000,4", "m20000000,4");
            session.ask("s");
            session.ask("m20000000,4");
            session.machine().onStep(() -> session.machine().poke(RAM, (byte) 7));
            session.ask("s");
            assertThat(session.ask("m20000000,1")).isEqualTo("07");
        }
    }

    @Test
    void registersAreReadOnceAHalt() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            session.server().forget();
            for (String command : List.of("g", "g", "Hg1", "g", "g", "s", "g", "g", "P0=00000000", "g", "g")) {
                session.ask(command);
            }
            assertThat(session.server().count("g")).isEqualTo(4);
        }
    }

    @Test
    void whatNobodyKnowsIsNeverHeld() {
        try (CachedSession session = new CachedSession(CacheMode.HALTED, SECTIONS, SMALL)) {
            assertThat(session.reads("m40000000,4", "m40000000,4", "m200000fe,4", "m200000fe,4"))
                    .hasSize(4);
        }
    }

    @Test
    void offMeansOff() {
        try (CachedSession session = new CachedSession(CacheMode.OFF, SECTIONS)) {
            assertThat(session.reads("m8010,4", "m8010,4", "m8010,4")).containsExactly("m8010,4", "m8010,4", "m8010,4");
        }
    }

    @Test
    void codeThatDiffersFromTheFileIsReadAgainAfterEachRun() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            session.machine().poke(TEXT + 0x10, (byte) ~CODE[0x10]);
            assertThat(session.reads("m8010,4", "m8010,4", "s", "m8010,4")).hasSize(2);
        }
    }

    @Test
    void bytesUnderABreakpointAreKeptForEachOfItsStates() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            String[] round = {"Z0,8010,2", "vCont;s", "m8010,2", "m8020,2", "z0,8010,2", "m8010,2", "m8020,2"};
            session.reads(round);
            assertThat(session.reads(round)).isEmpty();
            assertThat(session.reads("z0,8010,2", "m8010,2"))
                    .as("removed twice")
                    .hasSize(1);
        }
    }

    @Test
    void theServersMapTellsWhatIsRom() {
        String map = "<memory-map><memory type=\"rom\" start=\"0x8000\" length=\"0x400\"/>"
                + "<memory type=\"ram\" start=\"0x20000000\" length=\"0x100\"/></memory-map>";
        try (CachedSession session = new CachedSession(
                CacheMode.HALTED,
                List.of(),
                Quirks.features("PacketSize=40;qXfer:memory-map:read+"),
                Quirks.replies("qXfer:memory-map:read::0,20", "m" + map.substring(0, 32)),
                Quirks.replies("qXfer:memory-map:read::20,800", "l" + map.substring(32)))) {
            assertThat(session.reads("m8010,4", "m8010,4")).hasSize(2);
            session.ask("qXfer:memory-map:read::0,20");
            session.ask("qXfer:memory-map:read::20,800");
            session.ask("s");
            assertThat(session.reads("m8010,4", "m8010,4", "m20000000,4", "m20000000,4", "s", "m8010,4", "m20000000,4"))
                    .containsExactly("m8010,4", "m20000000,4", "m20000000,4");
        }
    }

    /** Replies are matched in order, so nothing is doubtful. */
    @Test
    void aClientThatDoesNotWaitIsAnsweredInOrder() throws Exception {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            String code = session.ask("m8010,4");
            session.server().forget();
            session.server().hold("g"::equals);
            session.gdb().send("g");
            session.server().awaitHeld();
            session.gdb().send("m8010,4");
            session.server().release();
            assertThat(session.gdb().receive()).isEqualTo("0000000000000000");
            assertThat(session.gdb().receive()).isEqualTo(code);
            assertThat(session.server().commands()).containsExactly("g");
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
                    ProxyServer proxy = CachedSession.proxy(server.port(), mode, target.sections());
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
