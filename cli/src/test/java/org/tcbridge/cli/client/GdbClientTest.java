package org.tcbridge.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** What comes over the socket, cut into packets. */
final class GdbClientTest {

    /** The rest of a packet is sent when the one before it has been acknowledged: each comes in two parts. */
    @Test
    void packetsThatComeInParts() throws Exception {
        String two = Wire.packet("two");
        String large = Wire.packet("#$}*a".repeat(30_000));
        int mark = two.indexOf('#');
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.sendRaw("+%Stop:T05#3b" + Wire.packet("one") + two.substring(0, mark + 1));
                    connection.expectAck();
                    connection.sendRaw(two.substring(mark + 1) + large.substring(0, 100_000));
                    connection.expectAck();
                    connection.sendRaw(large.substring(100_000));
                    connection.expectAck();
                });
                GdbClient client =
                        new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
            assertThat(GdbClient.payload(client.next())).isEqualTo("one");
            assertThat(GdbClient.payload(client.next())).isEqualTo("two");
            assertThat(GdbClient.payload(client.next())).isEqualTo("#$}*a".repeat(30_000));
        }
    }
}
