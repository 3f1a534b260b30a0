package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.QuirkServer;

/** The same session with and without the proxy: the same bytes at both ends, but for acknowledgements, which are each hop's. */
@ExtendWith(LeakRecorder.Check.class)
class DifferentialTest {

    /** What came in at both ends. */
    private record Ends(List<String> client, List<String> server) {}

    private static Ends session(KnownServer known, boolean proxied, boolean tasks) {
        Firmware firmware = Rig.firmware(known);
        try (QuirkServer server = QuirkServer.start(firmware.machine(), Rig.quirks(known));
                ProxyServer proxy = Rig.proxy(server.port(), tasks, false);
                Gdb13 gdb = Gdb13.connect(proxied ? proxy.address().port() : server.port(), Map.of())) {
            gdb.attach();
            for (String command : List.of(
                    "m20000000,40",
                    "m8000000,200",
                    "mffffffff,4",
                    "X20000000,3:}\3*#",
                    "M20000010,2:abcd",
                    "p4",
                    "P4=01020304",
                    "p1f",
                    "g",
                    "Z0,8000150,2",
                    "z0,8000150,2",
                    "Z9,0,0",
                    "qRcmd,68616c74",
                    "qCRC:8000000,10",
                    "vFile:open:2f,0,0",
                    "QSomething:1",
                    "qXfer:memory-map:read::0,100",
                    "vMustReplyEmpty",
                    "T1",
                    "")) {
                gdb.ask(command);
            }
            gdb.step(gdb.current());
            gdb.resume();
            server.stop("T05hwbreak:;");
            gdb.stopped();
            gdb.threads();
            gdb.ask("g");
            gdb.resumeAndInterrupt(server.machine()::awaitRunning);
            gdb.detach();
            return new Ends(withoutAcks(gdb.wire().transcript().lines()), withoutAcks(server.transcript()));
        }
    }

    private static List<String> withoutAcks(List<String> lines) {
        List<String> kept = new ArrayList<>(lines);
        kept.removeIf(line -> line.matches("(->|<-) [+-]|--.*"));
        return kept;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RENODE") // the client would have to send packets again
    void withoutAnRtosNothingIsChanged(KnownServer known) {
        Ends direct = session(known, false, false);
        Ends proxied = session(known, true, false);

        assertThat(proxied.client).isEqualTo(direct.client);
        assertThat(proxied.server).isEqualTo(direct.server);
    }

    /**
     * On a target without an RTOS: but for symbols and the thread list, which the proxy offers in XML and asks for in the old
     * way. The only thread of a server that names none is the proxy's, whose id stays here.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RENODE") // the client would have to send packets again
    void withAnRtosThatIsNotThereOnlyQueriesDiffer(KnownServer known) {
        Ends direct = session(known, false, true);
        Ends proxied = session(known, true, true);

        assertThat(others(proxied.server)).containsExactlyElementsOf(others(direct.server));
    }

    private static List<String> others(List<String> lines) {
        List<String> kept = new ArrayList<>();
        boolean skip = false;
        for (String line : lines) {
            boolean received = line.startsWith("-> ");
            skip = received
                    ? line.matches("-> \\$(q[fs]ThreadInfo|qThreadExtraInfo|qXfer:threads|qSymbol|qC#|H[gc]|T).*")
                    : skip;
            if (!skip) {
                kept.add(line);
            }
        }
        return kept;
    }
}
