package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** Claimed commands that go to the server before the worker has them: qSupported and {@code ?}. */
@ExtendWith(LeakRecorder.Check.class)
class PassedFirstTest {

    /** A stop that names its thread is the answer; for one that names none the server is asked, and not a second time why. */
    @ParameterizedTest
    @CsvSource({
        "T05thread:2;, T05thread:2;, ?",
        "S05, T05thread:1;, ? qfThreadInfo qsThreadInfo",
        "W00, W00, ?",
        "E01, E01, ?"
    })
    void whyStopped(String reply, String answer, String asked) {
        Map<String, String> replies = Map.of("?", reply, "qfThreadInfo", "m1", "qsThreadInfo", "l");
        try (ScriptedServer server = ScriptedServer.replying(command -> List.of(replies.getOrDefault(command, "")));
                ProxyServer proxy = Rig.proxy(server.port(), true, false);
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.ask("qSupported:swbreak+");

            assertThat(gdb.ask("?")).isEqualTo(answer);
            assertThat(String.join(" ", server.commands())).isEqualTo("qSupported:swbreak+ " + asked);
        }
    }

    @Test
    void whatTheClientSaysMeanwhileWaits() {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("QStartNoAckMode");
                    connection.send("OK");
                    connection.noAck();
                    connection.expect("?");
                    connection.sendRaw("%note#0");
                    connection.sendRaw("1" + Wire.packet("T05thread:1;"));
                    connection.expect("m0,4");
                    connection.send("00112233");
                });
                ProxyServer proxy = Rig.proxy(server.port(), true, false);
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.startNoAckMode();
            gdb.sendRaw(Wire.packet("?") + Wire.packet("m0,4"));

            gdb.expectRaw("%note#01" + Wire.packet("T05thread:1;") + Wire.packet("00112233"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qSupported:swbreak+", "?"})
    void theServerDies(String last) {
        try (ScriptedServer server = ScriptedServer.start(connection -> connection.expect(last));
                ProxyServer proxy = Rig.proxy(server.port(), true, false)) {
            for (int i = 0; i < 2; i++) {
                try (ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
                    gdb.sendRaw(Wire.packet(last) + Wire.packet("m0,4"));
                    gdb.expectAck();
                    gdb.expectAck();
                    gdb.expectEnd();
                }
            }
        }
    }

    @Test
    void theServerIsSlow() {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("QStartNoAckMode");
                    connection.send("OK");
                    connection.noAck();
                    connection.expect("?");
                    connection.expectEnd();
                });
                ProxyServer proxy = Rig.proxy(
                        Rig.config(server.port(), true, false, StepParked.RUN).with(Rig.SHORT));
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.startNoAckMode();

            assertThat(gdb.ask("?")).isEqualTo("E.?: no reply within 1000 ms");
            assertThat(gdb.ask("m0,4")).isEqualTo("E.the GDB server still owes a reply to ?");
        }
    }
}
