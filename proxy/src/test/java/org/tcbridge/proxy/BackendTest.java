package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.rsp.kit.FreePort;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** Servers that are opened for a client and closed after it; a client at two streams. */
@ExtendWith(LeakRecorder.Check.class)
class BackendTest {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    /** A server that is at a port; what it does when nobody listens there is the test's. */
    private final class Told implements Backend {
        private final int port;
        private final Runnable start;
        private final Optional<String> reason;

        Told(int port, Runnable start, Optional<String> reason) {
            this.port = port;
            this.start = start;
            this.reason = reason;
        }

        @Override
        public HostPort open() throws IOException {
            calls.add("open");
            return new HostPort("127.0.0.1", port);
        }

        @Override
        public Optional<String> refused(String why) {
            calls.add("refused: " + why);
            start.run();
            return reason;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static ProxyConfig config() throws Exception {
        HostPort any = new HostPort("127.0.0.1", 0);
        StackingCatalog none = StackingCatalog.load(List.of(), List.of(), List.of());
        return new ProxyConfig(any, any, List.of(), false, List.of(), none, Optional.empty(), StepParked.RUN);
    }

    private static ScriptedServer echo(int port) {
        return ScriptedServer.start(connection -> connection.reply(command -> List.of("to " + command)), port);
    }

    @Test
    void openedForEachClientClosedAfterIt() throws Exception {
        try (ScriptedServer server = echo(0);
                ProxyServer proxy = ProxyServer.start(config(), new Told(server.port(), () -> {}, Optional.of("no")))) {
            for (int i = 0; i < 2; i++) {
                try (ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
                    assertThat(gdb.ask("x")).isEqualTo("to x");
                    assertThat(calls.take()).isEqualTo("open");
                    assertThat(calls).isEmpty();
                }
                assertThat(calls.take()).isEqualTo("close");
            }
        }
    }

    @Test
    void aServerThatIsBeingStartedIsWaitedFor() throws Exception {
        int port = FreePort.any();
        BlockingQueue<ScriptedServer> started = new LinkedBlockingQueue<>();
        try (ProxyServer proxy =
                        ProxyServer.start(config(), new Told(port, () -> started.add(echo(port)), Optional.empty()));
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            assertThat(gdb.ask("x")).isEqualTo("to x");
            assertThat(calls).containsExactly("open", "refused: Connection refused");
        }
        assertThat(calls).endsWith("close");
        started.take().close();
    }

    /** gdb sends it again every two seconds until it is acknowledged. */
    @Test
    void aFirstPacketThatIsRepeatedIsAnsweredOnce() throws Exception {
        try (ScriptedServer server = echo(0);
                ProxyServer proxy = ProxyServer.start(config(), new Told(server.port(), () -> {}, Optional.of("no")));
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.sendRaw("+" + Wire.packet("x") + Wire.packet("x") + Wire.packet("x"));

            assertThat(gdb.receive()).isEqualTo("to x");
            assertThat(gdb.ask("y")).isEqualTo("to y");
            assertThat(gdb.ask("y")).isEqualTo("to y");
            assertThat(server.commands()).containsExactly("x", "y", "y");
        }
    }

    @Test
    void aServerThatWillNotComeIsSaidToTheClient() throws Exception {
        try (ProxyServer proxy =
                        ProxyServer.start(config(), new Told(FreePort.any(), () -> {}, Optional.of("it burnt down")));
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            assertThat(gdb.ask("x")).isEqualTo("E.tcbridge it burnt down");
            assertThat(calls.take()).isEqualTo("open");
            assertThat(calls.take()).isEqualTo("refused: Connection refused");
            assertThat(calls.take()).isEqualTo("close");
        }
    }

    @Test
    void aClientAtTwoStreams() throws Exception {
        PipedOutputStream toProxy = new PipedOutputStream();
        PipedInputStream fromClient = new PipedInputStream(toProxy);
        PipedInputStream fromProxy = new PipedInputStream();
        PipedOutputStream toClient = new PipedOutputStream(fromProxy);
        try (ScriptedServer server = echo(0);
                ProxyPipe pipe = ProxyPipe.open(config(), new Told(server.port(), () -> {}, Optional.of("no")))) {
            FutureTask<String> served = new FutureTask<>(() -> {
                pipe.serve(fromClient, toClient);
                return "ended";
            });
            Thread client = Thread.ofVirtual().unstarted(served);
            client.start();
            String reply = "+" + Wire.packet("to x");
            toProxy.write(Wire.packet("x").getBytes(StandardCharsets.ISO_8859_1));
            toProxy.flush();

            assertThat(new String(fromProxy.readNBytes(reply.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(reply);
            toProxy.close();

            assertThat(served.get()).isEqualTo("ended");
        }
        assertThat(calls).startsWith("open", "close");
    }
}
