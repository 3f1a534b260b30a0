package org.tcbridge.rsp.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScriptedServerTest {

    @Test
    void aScriptAndAClientMeet() {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("m0,4");
                    connection.send("00000000");
                    connection.expect("vCont;c");
                    connection.expectItem(Peer.INTERRUPT);
                    connection.send("T02thread:1;");
                });
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("m0,4")).isEqualTo("00000000");
            gdb.send("vCont;c");
            gdb.interrupt();
            gdb.expect("T02thread:1;");
            gdb.expectEnd();
        }
    }

    @Test
    void aReplyCanBeHeldBackAndRaw() {
        CountDownLatch held = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.noAck();
                    connection.expect("g");
                    held.await();
                    connection.sendRaw("%Note:1#00" + Wire.enclose('$', "0* "));
                });
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            gdb.noAck();
            gdb.send("g");
            held.countDown();
            gdb.expectItem("%Note:1#00");
            gdb.expect("0000");
        }
    }

    @Test
    void aHandlerAnswersEveryPacketAndAgreesOnNoAckMode() {
        try (ScriptedServer server = ScriptedServer.replying(command -> switch (command) {
            case "QStartNoAckMode" -> List.of("OK");
            case "c" -> List.of();
            case Peer.INTERRUPT -> List.of("O41", "S02");
            default -> List.of("");
        })) {
            try (ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
                assertThat(gdb.ask("vMustReplyEmpty")).isEmpty();
                gdb.startNoAckMode();
                gdb.send("c");
                gdb.interrupt();
                gdb.expect("O41");
                gdb.expect("S02");
            }
            assertThat(server.commands()).containsExactly("vMustReplyEmpty", "QStartNoAckMode", "c", Peer.INTERRUPT);
        }
    }

    @Test
    void whatFailsInAScriptIsRaisedAtTheEndWithTheTranscript() {
        ScriptedServer server = ScriptedServer.start(connection -> connection.expect("g"));
        try (ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            gdb.sendRaw("$m0,4#fd");
            gdb.expectEnd();
        }
        assertThatThrownBy(server::close)
                .hasMessage("the server's script failed")
                .hasRootCauseMessage("expected packet 'g' but got 'm0,4'\n-- connected\n-> $m0,4#fd\n<- +");
    }

    @Test
    void aClientsExpectationsFailWithTheTranscript() {
        try (ScriptedServer server = ScriptedServer.replying(_ -> List.of("OK"));
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            gdb.send("g");
            assertThatThrownBy(() -> gdb.expect("0000"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("expected packet '0000' but got 'OK'\n-> $g#67\n<- +\n<- $OK#9a\n-> +");
        }
    }
}
