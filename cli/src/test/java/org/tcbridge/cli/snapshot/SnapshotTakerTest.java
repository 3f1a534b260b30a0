package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.rsp.serve.ImageServer;

final class SnapshotTakerTest {
    @TempDir
    Path folder = Path.of("");

    /** Ctrl-C while the tasks are looked for: what an earlier run has read is not taken for that of another moment. */
    @Test
    void anInterruptedSearchForTasksDeletesNothing() throws Exception {
        Path part = Files.createDirectories(folder.resolve("part"));
        Path kept = Files.writeString(part.resolve("moment"), "before");
        List<String> log = new ArrayList<>();
        try (ImageServer server = DemoProgram.load().serve();
                GdbClient client =
                        new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                Visit visit = Visit.begin(client, false)) {
            SnapshotTaker taker = new SnapshotTaker(visit, log::add);

            assertThatThrownBy(() -> taker.take(
                            config(server.port()),
                            Optional.empty(),
                            MemoryChoice.parse("auto,20000000+40"),
                            part,
                            _ -> OutputStream.nullOutputStream()))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("interrupted");

            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(kept).hasContent("before");
        assertThat(log).isEmpty();
    }

    /** Who is asked for the first symbol's address interrupts who asks. */
    private static ProxyConfig config(int port) throws Exception {
        Symbols symbols = new Symbols() {
            @Override
            public OptionalLong address(String name) {
                Thread.currentThread().interrupt();
                return OptionalLong.of(0x2000_0000L);
            }

            @Override
            public OptionalLong size(String name) {
                return OptionalLong.empty();
            }
        };
        List<Rtos> rtoses = ServiceLoader.load(Rtos.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<Architecture> architectures = ServiceLoader.load(Architecture.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new ProxyConfig(
                new HostPort("127.0.0.1", 0),
                new HostPort("127.0.0.1", port),
                rtoses,
                false,
                architectures,
                StackingCatalog.load(rtoses, architectures, List.of()),
                Optional.of(Program.of(symbols)),
                ProxyConfig.StepParked.RUN);
    }
}
