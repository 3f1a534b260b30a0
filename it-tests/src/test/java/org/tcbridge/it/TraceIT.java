package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.it.kit.GdbServer;
import org.tcbridge.it.kit.HostProgram;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.TraceFile;
import org.tcbridge.it.kit.Traffic;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/**
 * Tracepoints of gdbserver are the same with tcbridge as without: slow ones, and fast ones, which gdbserver's agent in the
 * traced process collects. The agent is found by qSymbol, so that tcbridge and gdbserver both have questions to gdb.
 */
@RequiresTool({"gdb-multiarch", "gdbserver", "gcc"})
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "host.c has a fast tracepoint's place")
class TraceIT {
    private static final String TRACEPOINTS = """
            trace add
            actions
            collect $rip, $rsp, $rbp, $rdi, number, total
            teval $seen = $seen + 1
            end
            trace add if number > 2
            actions
            collect $args, $locals
            while-stepping 2
            collect $rip
            end
            end
            passcount 4
            ftrace *fast_place
            actions
            collect total, $rbp
            end
            """;

    @TempDir
    private static Path folder;

    /** What a session shows, and the trace file that it saved. */
    private record Traced(Traffic traffic, TraceFile file) {}

    static Stream<Named<Traffic.Proxy>> proxies() {
        return Stream.of(Named.of("--rtos none", Tcbridge::plain), Named.of("--rtos auto", Tcbridge::before));
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void slowAndFastTracepoints(Traffic.Proxy proxy) throws Exception {
        Traced direct = session(Optional.empty());
        Traced through = session(Optional.of(proxy));

        assertThat(direct.traffic.output())
                .as("the tracepoints collected something: this test tests")
                .contains(
                        "Collected 40 trace frames.",
                        "Found trace frame 0, tracepoint 2",
                        "Found trace frame 21, tracepoint 4",
                        "total = 6");
        assertThat(direct.file.frames()).hasSize(40);
        assertThat(direct.file.frames().stream()
                        .filter(frame -> frame.startsWith("tracepoint 4: "))
                        .map(frame -> frame.substring(frame.lastIndexOf('+'))))
                .as("what the agent collected of the variable total")
                .containsExactly("+4=06000000", "+4=07000000", "+4=09000000", "+4=0c000000", "+4=10000000");
        through.traffic.withoutSymbols().mustBe(direct.traffic.withoutSymbols());
        assertThat(through.file).isEqualTo(direct.file);
    }

    private static Traced session(Optional<Traffic.Proxy> proxy) throws Exception {
        Path program = HostProgram.compile(folder);
        Path tracepoints = Files.writeString(folder.resolve("tracepoints"), TRACEPOINTS);
        Path saved = folder.resolve("saved");
        Files.deleteIfExists(saved);
        try (GdbServer server = GdbServer.startWithAgent(program)) {
            Traffic traffic = Traffic.of(
                    Tools.path("gdb-multiarch"),
                    Optional.of(program),
                    server.port(),
                    proxy,
                    "break main",
                    "continue",
                    "tvariable $seen = 5",
                    "source " + tracepoints,
                    "info tracepoints",
                    "set trace-notes a note",
                    "break done",
                    "tstart",
                    "tstatus",
                    "continue",
                    "tstatus",
                    "tstop",
                    "tstatus",
                    "info tracepoints",
                    "info tvariables",
                    "tfind start",
                    "tdump",
                    "info registers rip",
                    "print number",
                    "print rounds",
                    "tfind",
                    "tdump",
                    "tfind tracepoint 3",
                    "tdump",
                    "tfind tracepoint 4",
                    "tdump",
                    "bt",
                    "tfind -",
                    "tfind pc fast_place",
                    "tfind line fast",
                    "tfind outside 0,1",
                    "tfind end",
                    "print total",
                    "tsave " + saved,
                    "tsave -r somewhere",
                    "strace -m no_such_marker",
                    "info static-tracepoint-markers",
                    "bt",
                    "kill");
            return new Traced(traffic, TraceFile.read(saved));
        }
    }
}
