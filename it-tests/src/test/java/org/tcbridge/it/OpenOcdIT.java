package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.Traffic;
import org.tcbridge.it.tools.RequiresContainers;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * OpenOCD 0.12 with its dummy adapter, in a container. Nothing hangs on that adapter; OpenOCD takes the ones that it reads
 * for an ARM7TDMI that stands still with all bits set, which is enough to connect, to look at registers and to go.
 */
@RequiresTool("gdb-multiarch")
@RequiresContainers
class OpenOcdIT {
    private static final int PORT = 3333;

    private static final String[] SCRIPT = {
        "monitor version",
        "info threads",
        "info registers",
        "monitor targets",
        "monitor sleep 1500",
        "print $r4",
        "monitor no_such_command",
        "maintenance flush register-cache",
        "info registers pc",
        "x/2xw 0xfffffff0",
        "info threads",
        "detach"
    };

    private static GenericContainer<?> openocd() {
        GenericContainer<?> openocd = new GenericContainer<>(DockerImageName.parse(RequiresContainers.IMAGE))
                .withCommand(
                        "openocd",
                        "-c",
                        String.join(
                                "; ",
                                "bindto 0.0.0.0",
                                "gdb_port " + PORT,
                                "tcl_port disabled",
                                "telnet_port disabled",
                                "adapter driver dummy",
                                "adapter speed 1000",
                                "jtag newtap chip cpu -irlen 4 -expected-id 0",
                                "target create chip.cpu arm7tdmi -chain-position chip.cpu"))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forLogMessage(".*Listening on port " + PORT + " for gdb connections.*", 1));
        openocd.start();
        return openocd;
    }

    private static Traffic gdb(Optional<Traffic.Proxy> proxy) throws Exception {
        try (GenericContainer<?> openocd = openocd()) {
            return Traffic.of(
                    Tools.path("gdb-multiarch"), Optional.empty(), openocd.getMappedPort(PORT), proxy, SCRIPT);
        }
    }

    @Test
    void gdbPrintsTheSame() throws Exception {
        Traffic direct = gdb(Optional.empty());
        Traffic plain = gdb(Optional.of(Tcbridge::plain));
        Traffic through = gdb(Optional.of(Tcbridge::before));

        assertThat(direct.output())
                .contains(
                        "Open On-Chip Debugger 0.12.0",
                        "* 1    Remote target     0xfffffff8 in ?? ()",
                        "r4             0xffffffff          4294967295",
                        "[Inferior 1 (Remote target) detached]");
        plain.mustBe(direct);
        assertThat(unnamed(through.output()))
                .as("but for the thread, to which OpenOCD gives no name")
                .isEqualTo(unnamed(direct.output()));
        assertThat(through.output()).contains("* 1    Thread 1 (CPU 0, no task) 0xfffffff8 in ?? ()");
    }

    private static List<String> unnamed(List<String> output) {
        return output.stream()
                .filter(line -> !line.startsWith("  Id   Target Id"))
                .map(line -> line.replaceAll("^\\* 1    .*(?=0xfffffff8)", "* 1 "))
                .toList();
    }

    /** What OpenOCD offers already has the thread list; its keep-alives during a long command reach the client. */
    @Test
    void handshake() throws Exception {
        List<String> direct;
        List<String> through;
        try (GenericContainer<?> openocd = openocd()) {
            direct = replies(openocd.getMappedPort(PORT));
        }
        try (GenericContainer<?> openocd = openocd();
                Tcbridge tcbridge = Tcbridge.before(openocd.getMappedPort(PORT))) {
            through = replies(tcbridge.port());
        }

        List<String> expected = new ArrayList<>(List.of(
                "PacketSize=4000;qXfer:memory-map:read-;qXfer:features:read+;qXfer:threads:read+;"
                        + "QStartNoAckMode+;vContSupported+",
                "OK",
                "OK",
                "S05",
                "vCont;c;C;s;S",
                "QC0",
                "1",
                "OK",
                "Text=0;Data=0;Bss=0",
                "f9ffffff",
                "O",
                "OK"));
        assertThat(direct).containsExactlyElementsOf(expected);
        expected.set(0, expected.getFirst() + ";hwbreak+");
        expected.set(expected.indexOf("S05"), "T05thread:1;");
        expected.set(expected.indexOf("QC0"), "QC1");
        assertThat(through).as("with a thread, and stops that say why").containsExactlyElementsOf(expected);
    }

    private static List<String> replies(int port) {
        List<String> replies = new ArrayList<>();
        try (ScriptedGdb gdb = ScriptedGdb.connect(port)) {
            replies.add(gdb.ask("qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+;qRelocInsn+"));
            gdb.startNoAckMode();
            for (String command : List.of("!", "Hg0", "?", "vCont?", "qC", "qAttached", "Hc-1", "qOffsets", "pf")) {
                replies.add(gdb.ask(command));
            }
            gdb.send("qRcmd," + Hex.ofText("sleep 1500"));
            replies.addAll(last(gdb));
        }
        return replies;
    }

    /** The packets up to the reply to a monitor command, repeated ones once; tcbridge may notify the client meanwhile. */
    private static Set<String> last(ScriptedGdb gdb) {
        Set<String> packets = new LinkedHashSet<>();
        while (!packets.contains("OK")) {
            String item = gdb.item();
            if (item.startsWith("$")) {
                packets.add(item.substring(1, item.length() - 3));
            }
        }
        return packets;
    }
}
