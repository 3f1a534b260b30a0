package org.tcbridge.rsp.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The servers really misbehave: what a proxy does wrong with one of them shows. */
class QuirkServerTest {

    private static Machine machine() {
        return new Machine()
                .region(0x1000, new byte[] {1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0})
                .core(1, new byte[] {0x10, 0x11, 0x12, 0x13})
                .core(2, new byte[] {0x20, 0x21, 0x22, 0x23})
                .register(0, 0, 4);
    }

    private interface Client {
        void drive(QuirkServer server, ScriptedGdb gdb) throws Exception;
    }

    private static void with(List<Quirk> quirks, Client client) throws Exception {
        try (QuirkServer server = QuirkServer.start(machine(), quirks);
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            client.drive(server, gdb);
        }
    }

    @Test
    void aPlainServer() throws Exception {
        with(List.of(), (server, gdb) -> {
            assertThat(gdb.ask("m1000,4")).isEqualTo("01020304");
            assertThat(gdb.ask("m1000,100")).isEqualTo("E14");
            assertThat(gdb.ask("Hg2")).isEqualTo("OK");
            assertThat(gdb.ask("Hg3")).isEqualTo("E01");
            assertThat(gdb.ask("g")).isEqualTo("20212223");
            assertThat(gdb.ask("P0=aabbccdd")).isEqualTo("OK");
            assertThat(gdb.ask("M1000,1:ff")).isEqualTo("OK");
            assertThat(gdb.ask("X1001,2:#*")).isEqualTo("OK");
            assertThat(server.machine().writes()).containsExactly("P2:0=aabbccdd", "M1000:ff", "M1001:232a");
            gdb.send("vCont;c");
            server.machine().awaitRunning();
            gdb.interrupt();
            gdb.expect("T02thread:1;");
            assertThat(server.whileRunning()).containsExactly(Peer.INTERRUPT);
        });
    }

    @Test
    void hwServerIsPoisonedByAWrongId() throws Exception {
        with(KnownServer.HW_SERVER.quirks(), (server, gdb) -> {
            assertThat(gdb.ask("Hg77")).isEqualTo("OK");
            assertThat(gdb.ask("m1000,4")).isEqualTo("E01");
            assertThat(gdb.ask("g")).isEqualTo("xxxxxxxx");
            assertThat(gdb.ask("?")).isEqualTo("W00");
            assertThat(gdb.ask("Hg2")).isEqualTo("OK");
            assertThat(gdb.ask("m1000,4")).isEqualTo("01020304");
            assertThat(gdb.ask("s")).isEmpty();
            assertThat(gdb.ask("D")).isEmpty();
            assertThat(gdb.ask("vCont;s:1")).isEqualTo("T00thread:1;");
        });
    }

    @Test
    void hwServersStopReplyIsLostWhenAnythingIsSaid() throws Exception {
        with(KnownServer.HW_SERVER.quirks(), (server, gdb) -> {
            gdb.send("vCont;c");
            server.machine().awaitRunning();
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
            gdb.interrupt();
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
            assertThat(server.whileRunning()).containsExactly("qC");
        });
    }

    @Test
    void qemuSwallowsWhatComesWhileItRuns() throws Exception {
        with(KnownServer.QEMU.quirks(), (server, gdb) -> {
            gdb.send("vCont;c");
            server.machine().awaitRunning();
            gdb.sendRaw("+");
            gdb.sendRaw(Wire.packet("qC"));
            gdb.expectRaw("+$QC01#f5");
            assertThat(server.whileRunning()).containsExactly("+");
        });
    }

    @Test
    void qemuTellsTheNextClientThatItStopped() throws Exception {
        with(KnownServer.QEMU.quirks(), (server, gdb) -> {
            gdb.send("vCont;c");
            server.machine().awaitRunning();
            gdb.close();
            try (ScriptedGdb next = ScriptedGdb.connect(server.port())) {
                next.send("qSupported");
                next.expect("T02thread:01;");
                next.expect("PacketSize=20020;qXfer:features:read+;vContSupported+");
            }
        });
    }

    @Test
    void openOcdHangsUpOnMalformedCommands() throws Exception {
        with(KnownServer.OPENOCD.quirks(), (server, gdb) -> {
            gdb.send("m1000,1");
            gdb.expectItem("%oocd_keepalive:00#54");
            gdb.expect("01");
            gdb.sendRaw(Wire.packet("pxyz"));
            gdb.expectEnd();
        });
    }

    @Test
    void renodeRefusesAndRunLengthEncodes() throws Exception {
        with(KnownServer.RENODE.quirks(), (server, gdb) -> {
            gdb.sendRaw("$?#3f");
            gdb.expectItem("-");
            gdb.sendRaw("$?#3f");
            gdb.expectRaw("+$S05#b8");
        });
        with(List.of(Quirks.runLength()), (server, gdb) -> {
            gdb.sendRaw(Wire.packet("m1004,8"));
            gdb.expectRaw("+" + Wire.enclose('$', "0*,"));
        });
    }

    @Test
    void damagedOnce() throws Exception {
        with(List.of(Quirks.damagesOnce()), (server, gdb) -> {
            gdb.sendRaw("$?#3f");
            gdb.expectRaw("+$T05thread:1;#zz");
            gdb.sendRaw("-");
            gdb.expectRaw("$T05thread:1;#d7");
        });
    }
}
