package org.tcbridge.proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Transcript;
import org.tcbridge.rsp.kit.Wire;

/**
 * What nobody claims leaves byte for byte as it came, both ways, however it is cut; acknowledgements end at each side. The
 * proxy looks for an RTOS here, so that this holds for those who want tasks too.
 */
@ExtendWith(LeakRecorder.Check.class)
class ForwardingTest {

    /** What a client does. */
    private interface Client {
        void drive(ScriptedGdb gdb);
    }

    private static void through(ScriptedServer.Script server, Client client) {
        try (ScriptedServer scripted = ScriptedServer.start(server);
                ProxyServer proxy = Rig.proxy(scripted.port(), true, false);
                ScriptedGdb gdb = ScriptedGdb.connect(proxy.address().port())) {
            client.drive(gdb);
        }
    }

    /** Both sides have agreed to do without acknowledgements. */
    private static void throughNoAck(ScriptedServer.Script server, Client client) {
        through(
                connection -> {
                    connection.expect("QStartNoAckMode");
                    connection.send("OK");
                    connection.noAck();
                    server.serve(connection);
                },
                gdb -> {
                    gdb.startNoAckMode();
                    client.drive(gdb);
                });
    }

    /** A command's frame and its reply's, as bytes with one char each. */
    record Exchange(String command, String reply) {
        @Override
        public String toString() {
            return Transcript.printable(command + " " + reply);
        }
    }

    static Exchange[] exchanges() {
        String everyByte = Wire.escape(bytes());
        return new Exchange[] {
            new Exchange(Wire.enclose('$', "m20000000,4"), Wire.enclose('$', "00112233")),
            new Exchange("$qC#B4", "$QC1#C5"),
            new Exchange("$m0,40#2D", "$0*\"00#DC"),
            new Exchange("$m0,4#fd", "$DEADbeef#A0"),
            new Exchange("$x0,4#08", Wire.enclose('$', "b" + everyByte)),
            new Exchange(Wire.enclose('$', "X20000000,3:}\3}]*"), "$OK#9a"),
            new Exchange(Wire.enclose('$', "X20000000,100:" + everyByte), "$OK#9A"),
            new Exchange(Wire.enclose('$', "vFlashWrite:8000000:\3+-%\0\377"), "$OK#9a"),
            new Exchange(Wire.enclose('$', "qRcmd,68616c74"), "$OK#9a"),
            new Exchange(Wire.enclose('$', "foo"), Wire.enclose('$', "E.no such thing")),
            new Exchange("$#00", "$#00"),
            new Exchange(Wire.enclose('$', "X0,8000:" + "7".repeat(0x8000)), Wire.enclose('$', "0".repeat(0x30000))),
            new Exchange(Wire.enclose('$', "M0,20000:" + "1f".repeat(0x20000)), "$OK#9a"),
        };
    }

    private static String bytes() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        return all.toString();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void bytesLeaveAsTheyCame(Exchange exchange) {
        throughNoAck(
                server -> {
                    server.expectRaw(exchange.command);
                    server.sendRaw(exchange.reply);
                },
                gdb -> {
                    gdb.sendRaw(exchange.command);
                    gdb.expectRaw(exchange.reply);
                });
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void inAckModeToo(Exchange exchange) {
        through(
                server -> {
                    server.expectRaw(exchange.command);
                    server.sendRaw("+" + exchange.reply);
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw(exchange.command);
                    gdb.expectItem("+");
                    gdb.expectRaw(exchange.reply);
                    gdb.sendRaw("+");
                });
    }

    /** Without acknowledgements nobody looks at checksums. */
    @ParameterizedTest
    @ValueSource(strings = {"$m0,4#00", "$m0,4#zz", "$m0,4##$"})
    void wrongChecksumsPassInNoAckMode(String frame) {
        throughNoAck(
                server -> {
                    server.expectRaw(frame);
                    server.sendRaw("$00000000#00");
                },
                gdb -> {
                    gdb.sendRaw(frame);
                    gdb.expectRaw("$00000000#00");
                });
    }

    @Test
    void oneByteAtATime() {
        String command = Wire.enclose('$', "X20000000,3:}\3a}]");
        throughNoAck(
                server -> {
                    server.expectRaw(command);
                    "%Stop:x#e6$0*\"00#7c".chars().forEach(c -> server.sendRaw("" + (char) c));
                },
                gdb -> {
                    command.chars().forEach(c -> gdb.sendRaw("" + (char) c));
                    gdb.expectRaw("%Stop:x#e6$0*\"00#7c");
                });
    }

    @Test
    void severalAtOnce() {
        throughNoAck(
                server -> {
                    server.expectRaw("$m0,4#fd");
                    server.sendRaw("$01#61");
                    server.expectRaw("$m4,4#01");
                    server.sendRaw("$02#62");
                },
                gdb -> {
                    gdb.sendRaw("$m0,4#fd");
                    gdb.expectRaw("$01#61");
                    gdb.sendRaw("$m4,4#01");
                    gdb.expectRaw("$02#62");
                });
    }

    /** A client that does not wait for replies gets all of them, in order. */
    @Test
    void commandsInOneSegmentAreAllAnswered() {
        throughNoAck(
                server -> {
                    server.expectRaw("$m0,4#fd");
                    server.sendRaw("$01#61");
                    server.expectRaw("$m4,4#01");
                    server.sendRaw("$02#62");
                    server.expectRaw("$m8,4#05");
                    server.sendRaw("$03#63");
                },
                gdb -> {
                    gdb.sendRaw("$m0,4#fd$m4,4#01$m8,4#05");
                    gdb.expectRaw("$01#61$02#62$03#63");
                });
    }

    /** There is no reply to {@code R}: what follows is sent before the interrupt, which waits for nothing. */
    @Test
    void aCommandBehindARestartIsNotKeptWaiting() {
        throughNoAck(server -> server.expectRaw("$R00#b2$m0,4#fd\3"), gdb -> gdb.sendRaw("$R00#b2$m0,4#fd\3"));
    }

    @Test
    void notificationsInterruptsAndStrayBytesOfTheClientPass() {
        throughNoAck(
                server -> {
                    server.expectRaw("\3");
                    server.expectRaw("\4");
                    server.expectRaw("%vCtrl:1#aa");
                    server.sendRaw("%oocd_keepalive:00#99");
                    server.expectRaw("$g#67");
                },
                gdb -> {
                    gdb.sendRaw("\3\4%vCtrl:1#aa");
                    gdb.expectRaw("%oocd_keepalive:00#99");
                    gdb.sendRaw("$g#67");
                });
    }

    @Test
    void anAbandonedPacketDoesNotPass() {
        throughNoAck(
                server -> {
                    server.expectRaw("$g#67");
                    server.sendRaw("$0011$0022#c4");
                },
                gdb -> {
                    gdb.sendRaw("$m0,$g#67");
                    gdb.expectRaw("$0022#c4");
                });
    }

    @Test
    void theServersStrayBytesDoNotPass() {
        throughNoAck(
                server -> {
                    server.expectRaw("$g#67");
                    server.sendRaw("noise\n\0$0022#c4");
                },
                gdb -> {
                    gdb.sendRaw("$g#67");
                    gdb.expectRaw("$0022#c4");
                });
    }

    @Test
    void theClientsPacketIsAcknowledgedBeforeTheServerAnswers() {
        through(
                server -> {
                    server.expectRaw("$m0,4#fd");
                    server.expectRaw(Wire.enclose('%', "ready"));
                    server.sendRaw("+$01#61");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw("$m0,4#fd");
                    gdb.expectItem("+");
                    gdb.sendRaw(Wire.enclose('%', "ready"));
                    gdb.expectRaw("$01#61");
                    gdb.sendRaw("+");
                });
    }

    @Test
    void aDamagedCommandIsRefusedByTheProxyAlone() {
        through(
                server -> {
                    server.expectRaw("$m4,4#01");
                    server.sendRaw("+$01#61");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw("$m0,4#00");
                    gdb.expectItem("-");
                    gdb.sendRaw("$m4,4#01");
                    gdb.expectRaw("+$01#61");
                    gdb.sendRaw("+");
                });
    }

    @Test
    void aDamagedReplyIsRefusedByTheProxyAlone() {
        through(
                server -> {
                    server.expectRaw("$m4,4#01");
                    server.sendRaw("+$02#00");
                    server.expectItem("-");
                    server.sendRaw("$01#61");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw("$m4,4#01");
                    gdb.expectRaw("+$01#61");
                    gdb.sendRaw("+");
                });
    }

    @Test
    void aRefusedCommandIsSentAgainAsItWas() {
        String command = Wire.enclose('$', "X0,2:}\3*");
        through(
                server -> {
                    server.expectRaw(command);
                    server.sendRaw("-");
                    server.expectRaw(command);
                    server.sendRaw("-");
                    server.expectRaw(command);
                    server.sendRaw("+$OK#9a");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw(command);
                    gdb.expectRaw("+$OK#9a");
                    gdb.sendRaw("+");
                });
    }

    @Test
    void aRefusedReplyIsSentAgainAsItWas() {
        through(
                server -> {
                    server.expectRaw("$m0,20#2b");
                    server.sendRaw("+$0* 00#da");
                    server.expectItem("+");
                    server.expectRaw("$g#67");
                    server.sendRaw("+$01#61");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.sendRaw("$m0,20#2b");
                    gdb.expectRaw("+$0* 00#da");
                    gdb.sendRaw("-");
                    gdb.expectRaw("$0* 00#da");
                    gdb.sendRaw("+$g#67");
                    gdb.expectRaw("+$01#61");
                    gdb.sendRaw("+");
                });
    }

    /** A server that knows no no-ack mode keeps it away from the client too. */
    @Test
    void noAckModeIsForBothSidesOrNone() {
        through(
                server -> {
                    server.expect("QStartNoAckMode");
                    server.send("");
                    server.expectRaw("$g#67");
                    server.sendRaw("+$01#61");
                    server.expectItem("+");
                },
                gdb -> {
                    gdb.send("QStartNoAckMode");
                    gdb.expect("");
                    gdb.sendRaw("$g#67");
                    gdb.expectRaw("+$01#61");
                    gdb.sendRaw("+");
                });
    }

    @Test
    void theLastAckOfTheClientMayComeLate() {
        through(
                server -> {
                    server.expect("QStartNoAckMode");
                    server.sendRaw("$OK#9a");
                    server.expectItem("+");
                    server.noAck();
                    server.expectRaw("$g#67");
                    server.sendRaw("$01#61");
                },
                gdb -> {
                    gdb.sendRaw(Wire.packet("QStartNoAckMode"));
                    gdb.expectRaw("+$OK#9a");
                    gdb.sendRaw("+$g#67");
                    gdb.expectRaw("$01#61");
                });
    }

    @Test
    void anInterruptOfTheServerIsNoise() {
        throughNoAck(
                server -> {
                    server.expectRaw("$g#67");
                    server.sendRaw(Peer.INTERRUPT + "$01#61");
                },
                gdb -> {
                    gdb.sendRaw("$g#67");
                    gdb.expectRaw("$01#61");
                });
    }
}
