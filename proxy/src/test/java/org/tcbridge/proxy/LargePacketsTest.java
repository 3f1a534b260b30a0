package org.tcbridge.proxy;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** Packets of any size in any pieces, small ones among large ones, come out as they went in. */
@ExtendWith(LeakRecorder.Check.class)
class LargePacketsTest {
    /** What is read at once at most is less, so that packets take several reads, too. */
    private static final int MOST = 300_000;

    private static final int EXCHANGES = 40;

    /** A command, its reply, and the pieces that both are sent in. */
    private record Exchange(List<String> command, List<String> reply) {
        static Exchange random(Random random) {
            return new Exchange(
                    pieces(Wire.enclose('$', "X0,0:" + Wire.escape(bytes(random))), random),
                    pieces(Wire.enclose('$', "b" + Wire.escape(bytes(random))), random));
        }

        private static String bytes(Random random) {
            int most = Math.max(1, MOST >> random.nextInt(18));
            return random.ints(random.nextInt(most), 0, 256)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
        }

        private static List<String> pieces(String wire, Random random) {
            int[] cuts = random.ints(random.nextInt(6), 0, wire.length() + 1)
                    .sorted()
                    .toArray();
            return Stream.iterate(0, i -> i <= cuts.length, i -> i + 1)
                    .map(i -> wire.substring(i == 0 ? 0 : cuts[i - 1], i == cuts.length ? wire.length() : cuts[i]))
                    .filter(piece -> !piece.isEmpty())
                    .toList();
        }

        static void send(List<String> pieces, Peer to) {
            pieces.forEach(to::sendRaw);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void comeOutAsTheyWentIn(long seed) {
        Random random = new Random(seed);
        List<Exchange> exchanges =
                Stream.generate(() -> Exchange.random(random)).limit(EXCHANGES).toList();
        ScriptedServer.Script script = connection -> {
            connection.expect("QStartNoAckMode");
            connection.send("OK");
            connection.noAck();
            for (Exchange exchange : exchanges) {
                connection.expectRaw(String.join("", exchange.command));
                Exchange.send(exchange.reply, connection);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(script);
                ProxyServer proxy = Rig.proxy(server.port(), true, false);
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            gdb.startNoAckMode();
            for (Exchange exchange : exchanges) {
                Exchange.send(exchange.command, gdb);
                gdb.expectRaw(String.join("", exchange.reply));
            }
        }
    }
}
