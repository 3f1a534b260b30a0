package org.tcbridge.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.kit.FreePort;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.ScriptedServer;

/** What a visit leaves behind. */
final class VisitTest {
    private static final String FEATURES = "qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+";

    /** A server with these answers; it has no reply to a resume. */
    private static ScriptedServer server(Map<String, List<String>> answers) {
        return ScriptedServer.replying(command -> answers.getOrDefault(command, List.of()));
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static GdbClient client(ScriptedServer server) throws IOException {
        return new GdbClient(address(server.port()));
    }

    @Test
    void aTargetThatStandsStillStaysSo() throws Exception {
        try (ScriptedServer server = server(Map.of(
                FEATURES,
                List.of("PacketSize=1000;QStartNoAckMode+"),
                "QStartNoAckMode",
                List.of("OK"),
                "?",
                List.of("T05thread:01;")))) {
            try (Visit visit = Visit.begin(client(server), false)) {
                assertThat(visit.stopped()).isEqualTo(Optional.of(ThreadId.of(1)));
                assertThat(visit.features().has("QStartNoAckMode")).isTrue();
            }

            assertThat(server.commands()).containsExactly(FEATURES, "QStartNoAckMode", "?");
        }
    }

    @Test
    void oneThatMayRunRunsAfterwards() throws Exception {
        try (ScriptedServer server = server(Map.of(
                FEATURES, List.of("PacketSize=1000"), "?", List.of("S05"), "vCont?", List.of("vCont;c;C;s;S")))) {
            Visit.begin(client(server), true).close();

            assertThat(server.commands()).containsExactly(FEATURES, "?", "vCont?", "vCont;c");
        }
    }

    @Test
    void aServerWithoutActionsIsToldToContinue() throws Exception {
        try (ScriptedServer server =
                server(Map.of(FEATURES, List.of("PacketSize=1000"), "?", List.of("S05"), "vCont?", List.of("")))) {
            Visit.begin(client(server), true).close();

            assertThat(server.commands()).containsExactly(FEATURES, "?", "vCont?", "c");
        }
    }

    /** A server that keeps the target running has no stop reply for {@code ?}. */
    @Test
    void aTargetThatRunsIsStoppedOnlyWhenAsked() throws Exception {
        try (ScriptedServer server = server(Map.of(
                FEATURES,
                List.of("PacketSize=1000"),
                "?",
                List.of("OK"),
                Peer.INTERRUPT,
                List.of("T02thread:02;"),
                "qC",
                List.of("QC02"),
                "vCont?",
                List.of("")))) {
            assertThatThrownBy(() -> Visit.begin(client(server), false))
                    .hasMessage("the target runs: --halt stops it, and lets it run on afterwards");
            assertThat(server.commands()).containsExactly(FEATURES, "?");

            try (Visit visit = Visit.begin(client(server), true)) {
                assertThat(visit.stopped()).isEqualTo(Optional.of(ThreadId.of(2)));
                assertThat(visit.client().ask(new CurrentThread())).isEqualTo("QC02");
            }

            assertThat(server.commands())
                    .containsExactly(FEATURES, "?", FEATURES, "?", Peer.INTERRUPT, "vCont?", "qC", "c");
        }
    }

    /** QEMU stops a machine when a client comes, and says so before it is asked anything. */
    @Test
    void aTargetThatTheConnectionStoppedRunsOn() throws Exception {
        try (ScriptedServer server = server(
                Map.of(FEATURES, List.of("T02thread:01;", "PacketSize=1000"), "vCont?", List.of("vCont;c;C;s;S")))) {
            assertThatThrownBy(() -> Visit.begin(client(server), false))
                    .hasMessage("the target runs: --halt stops it, and lets it run on afterwards");

            assertThat(server.commands()).containsExactly(FEATURES, "vCont?", "vCont;c");
        }
    }

    /** The server is silent from some command on, and the time for all is over: the target still runs on. */
    @Test
    void aTargetRunsOnWhenTheTimeIsOver() throws Exception {
        try (ScriptedServer server = server(
                Map.of(FEATURES, List.of("PacketSize=1000"), "?", List.of("S05"), "vCont?", List.of("vCont;c;C")))) {
            GdbClient client = GdbClient.within(Duration.ofSeconds(2), address(server.port()));
            try (Visit visit = Visit.begin(client, true)) {
                assertThatThrownBy(() -> visit.client().ask(new CurrentThread()))
                        .hasMessage("no reply to 'qC' in time");
            }

            assertThat(server.commands()).containsExactly(FEATURES, "?", "vCont?", "qC", "vCont;c");
        }
    }

    /** Ctrl-C interrupts the thread that looks: it asks no more, and the target runs on. */
    @Test
    void aTargetRunsOnWhenTheLookIsToldToEnd() throws Exception {
        try (ScriptedServer server = server(
                Map.of(FEATURES, List.of("PacketSize=1000"), "?", List.of("S05"), "vCont?", List.of("vCont;c;C")))) {
            try (Visit visit = Visit.begin(client(server), true)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> visit.client().ask(new CurrentThread()))
                        .hasMessage("interrupted");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }

            assertThat(server.commands()).containsExactly(FEATURES, "?", "vCont?", "vCont;c");
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsNamedWithTheCommand() throws Exception {
        try (ScriptedServer server = server(Map.of())) {
            GdbClient client = GdbClient.within(Duration.ofMillis(200), address(server.port()));

            assertThatThrownBy(() -> Visit.begin(client, false)).hasMessage("no reply to 'qSupported' in time");
        }
    }

    @Test
    void aServerMayStartLater() throws Exception {
        int port = FreePort.any();

        assertThatThrownBy(() -> GdbClient.within(Duration.ofMillis(10), address(port)))
                .hasMessage("Connection refused");

        CompletableFuture<ScriptedServer> later =
                CompletableFuture.supplyAsync(() -> ScriptedServer.start(_ -> {}, port));
        GdbClient.within(Duration.ofSeconds(20), address(port)).close();
        later.join().close();
    }
}
