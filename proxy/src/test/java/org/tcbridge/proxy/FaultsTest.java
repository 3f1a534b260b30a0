package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.FreePort;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.QuirkServer;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** Servers and clients that die, stall and talk nonsense: a clean end for this client, and the next one is served. */
@ExtendWith(LeakRecorder.Check.class)
class FaultsTest {

    /** What the client asks when the server hangs up: passed on, asked by the proxy, a resume. */
    @ParameterizedTest
    @ValueSource(strings = {"m20000000,4", "qfThreadInfo", "vCont;c", "vCont;s:1;c", "Z0,8000150,2", "qSymbol::"})
    void theServerDies(String last) {
        Firmware firmware = Firmware.described();
        List<Quirk> quirks = Rig.with();
        try (Rig rig = Rig.tasks(firmware, quirks)) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hangUpAfter(command -> true);

            gdb.wire().sendRaw(Wire.packet(last));
            if (last.equals("qSymbol::")) {
                answerUntilTheEnd(gdb);
            }

            gdb.wire().expectEnd();
            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    private static void answerUntilTheEnd(Gdb13 gdb) {
        try {
            gdb.receive();
            while (true) {
                gdb.wire().sendRaw(Wire.packet("qSymbol::00"));
                gdb.receive();
            }
        } catch (UncheckedIOException ended) {
            assertThat(ended.getCause()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theServerDiesInTheMiddleOfAReply() {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("g");
                    connection.sendRaw("$00112233");
                });
                ProxyServer proxy = Rig.proxy(server.port(), true, false)) {
            for (int i = 0; i < 2; i++) {
                try (ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
                    gdb.send("g");
                    gdb.expectEnd();
                }
            }
        }
    }

    @Test
    void everyReplyIsDamagedOnce() {
        try (Rig rig = Rig.tasks(
                Firmware.described(),
                List.of(
                        Quirks.features("PacketSize=1000;qXfer:features:read+"),
                        Quirks.describes(Firmware.TARGET_XML),
                        Quirks.damagesOnce()))) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(4);
            assertThat(gdb.registers("3")).isEqualTo(rig.firmware().parked(gdb.name("3")));
        }
    }

    /** A server that takes no packet is given up, as gdb gives it up. */
    @Test
    void everyPacketIsRefusedForEver() {
        try (LogCapture log = new LogCapture();
                ScriptedServer server = ScriptedServer.start(connection -> {
                    String packet = connection.item();
                    connection.sendRaw("-");
                    while (true) {
                        assertThat(connection.item()).isEqualTo(packet);
                        connection.sendRaw("-");
                    }
                });
                ProxyServer proxy = Rig.proxy(server.port(), true, false);
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.send("qSupported");
            gdb.expectEnd();
            assertThat(log.lines()).anyMatch(line -> line.contains("refused a packet 4 times"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noise",
                "+++",
                "---",
                "$OK#9a",
                "$E01#a6",
                "$T05thread:1;#d7",
                "$#00",
                "%Stop:T05#00",
                "\3",
                "$zz#00",
                "}"
            })
    void theServerSaysThingsThatNobodyAskedFor(String noise) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");

            rig.server().sayRaw(noise);
            // whatever came is dealt with before this is answered: it comes behind on the same connection
            rig.server().say("%marker");
            gdb.awaitNotification("marker");

            assertThat(gdb.threads()).hasSize(4);
            assertThat(gdb.ask("m20000000,1")).isEqualTo("00");
            assertThat(gdb.step("1")).isEqualTo("T05thread:1;");
        }
    }

    @Test
    void theClientVanishesWhileTheTargetRuns() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.resume();
            rig.server().machine().awaitRunning();
            gdb.close();

            assertThat(rig.attach().threads()).hasSize(4);
            assertThat(rig.server().connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$m2000", "$qXfer:threads:read::0,ffb#", "%not", "$X20000000,4:}", "+", "\3"})
    void theClientVanishesInTheMiddleOfAPacket(String part) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.wire().sendRaw(part);
            gdb.close();

            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    @Test
    void theClientVanishesWhileTasksAreListed() throws InterruptedException {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hold(command -> command.startsWith("m"));
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();
            gdb.close();
            rig.server().release();

            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    /** Told in reply to what it says first, also when that is there before the proxy looks. */
    @Test
    void aSecondClientIsToldAndClosed() {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 first = rig.attach();
            for (int i = 0; i < 10; i++) {
                try (ScriptedGdb second =
                        ScriptedGdb.connect(rig.proxy().address().port())) {
                    second.sendRaw(Wire.packet("qSupported:multiprocess+") + "$?#3f");
                    assertThat(second.receive()).startsWith("E.tcbridge is serving another client, 127.0.0.1:");
                    assertThat(second.receive()).startsWith("E.tcbridge is serving another client, 127.0.0.1:");
                    second.expectEnd();
                }
            }
            assertThat(first.threads()).hasSize(4);
            assertThat(rig.server().connections()).isEqualTo(1);
            assertThat(log.lines()).anyMatch(line -> line.contains("refused: 127.0.0.1:"));
            first.close();

            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    @Test
    void theServerMayComeLater() throws IOException {
        int port = FreePort.any();
        try (LogCapture log = new LogCapture();
                ProxyServer proxy = Rig.proxy(port, true, false)) {
            try (ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
                String reason = gdb.ask("qSupported:multiprocess+");
                assertThat(reason)
                        .startsWith("E.tcbridge cannot reach the GDB server at 127.0.0.1:" + port + ": ")
                        .contains("refused");
                assertThat(gdb.ask("vMustReplyEmpty")).isEqualTo(reason);
                gdb.expectEnd();
            }
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("cannot reach the GDB server at 127.0.0.1:" + port + ": ")
                            && line.contains("refused"));
            Firmware firmware = Firmware.described();
            try (QuirkServer server = QuirkServer.start(firmware.machine(), Rig.SIMPLE, port);
                    Gdb13 gdb = Gdb13.connect(proxy.address().port(), firmware.symbols())) {
                gdb.attach();
                assertThat(gdb.threads()).hasSize(4);
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    /** A reply to nothing, then the reply: each command gets its own. */
    @Test
    void aReplyThatIsLateBelongsToItsQuestion() throws InterruptedException {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hold(command -> command.startsWith("m"));
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();
            gdb.wire().sendRaw(Wire.packet("m20000000,4"));
            rig.server().release();

            assertThat(gdb.receive()).startsWith("m").contains(",");
            assertThat(gdb.receive()).isEqualTo("00000000");
        }
    }

    /** Late or unasked, a stop is no reply to a command that is answered by digits or OK. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "m20000000,4 00000000",
                "M20000000,1:00 OK",
                "X20000000,1:A OK",
                "Z0,8000150,2 OK",
                "z0,8000150,2 OK",
                "pf 50010008",
                "qCRC:20000000,4 C00000000"
            })
    void aStopThatNobodyAskedForIsNoReply(String command, String reply) throws InterruptedException {
        for (String stop : List.of("T02thread:01;", "S05", "W00", "X0b", "N")) {
            try (Rig rig = Rig.simple(Quirks.replies("qCRC:20000000,4", "C00000000"))) {
                Gdb13 gdb = rig.attach();
                rig.server().hold(command::equals);
                gdb.wire().send(command);
                rig.server().awaitHeld();
                rig.server().say(stop);
                rig.server().release();

                assertThat(gdb.receive()).as(stop).isEqualTo(reply);
            }
        }
    }

    /** Such as {@code bs}: it may let the target run. */
    @Test
    void aStopMayAnswerACommandThatIsNotKnown() {
        try (Rig rig = Rig.simple(Quirks.replies("bs", "T05thread:01;"))) {
            assertThat(rig.attach().ask("bs")).isEqualTo("T05thread:01;");
        }
    }
}
