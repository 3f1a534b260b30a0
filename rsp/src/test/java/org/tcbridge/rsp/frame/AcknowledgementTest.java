package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.ScriptedGdb;

@ExtendWith(LeakRecorder.Check.class)
@SuppressWarnings("FutureReturnValueIgnored") // the writes are looked at by what they send
class AcknowledgementTest {

    private final Acknowledgement acknowledgement = new Acknowledgement();
    private final Hop hop = new Hop(new FrameDecoder(), acknowledgement);

    @AfterEach
    void close() {
        hop.close();
    }

    private void send(String payload) {
        hop.channel.writeAndFlush(Packet.of(payload));
    }

    @Test
    void acknowledgesAGoodPacket() {
        hop.read("$OK#9a");
        assertThat(hop.frames()).containsExactly("packet $OK#9a");
        assertThat(hop.sent()).isEqualTo("+");
    }

    @Test
    void refusesADamagedPacketAndDropsIt() {
        hop.read("$OK#9b");
        assertThat(hop.frames()).isEmpty();
        assertThat(hop.sent()).isEqualTo("-");
        hop.read("$OK#9a");
        assertThat(hop.frames()).containsExactly("packet $OK#9a");
        assertThat(hop.sent()).isEqualTo("+");
    }

    @Test
    void neverAcknowledgesANotificationAndDropsADamagedOne() {
        hop.read("%Stop:#df%Stop:#e0");
        assertThat(hop.frames()).containsExactly("notification %Stop:#e0");
        assertThat(hop.sent()).isEmpty();
    }

    @Test
    void passesInterruptsAndStrayBytesUp() {
        hop.read("\u0003\u0004");
        assertThat(hop.frames()).containsExactly("INTERRUPT", "stray \u0004");
        assertThat(hop.sent()).isEmpty();
    }

    @Test
    void swallowsAcksEvenUnaskedOnes() {
        hop.read("+-+");
        assertThat(hop.frames()).isEmpty();
        assertThat(hop.sent()).isEmpty();
    }

    @Test
    void sendsAPacketAgainWhenItIsRefused() {
        send("m0,4");
        assertThat(hop.sent()).isEqualTo("$m0,4#fd");
        hop.read("-");
        assertThat(hop.sent()).isEqualTo("$m0,4#fd");
        hop.read("+");
        hop.read("-");
        assertThat(hop.sent()).as("once accepted it is not sent again").isEmpty();
    }

    @Test
    void givesUpWhenAPacketIsRefusedTooOften() {
        send("m0,4");
        hop.read("---");
        assertThat(hop.sent()).isEqualTo("$m0,4#fd".repeat(4));
        assertThatThrownBy(() -> hop.read("-"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the peer embedded refused a packet 4 times: '$m0,4#fd'");
        assertThat(hop.channel.isOpen()).isFalse();
    }

    @Test
    void theCountOfRefusalsBeginsAnewWithEachPacket() {
        for (int i = 0; i < 5; i++) {
            send("?");
            hop.read("---+");
            assertThat(hop.sent()).isEqualTo("$?#3f".repeat(4));
        }
    }

    @Test
    void theNextPacketWaitsForTheAckOfTheOneBefore() {
        send("O41");
        send("O42");
        send("S05");
        assertThat(hop.sent()).isEqualTo("$O41#b4");
        hop.read("-");
        assertThat(hop.sent()).isEqualTo("$O41#b4");
        hop.read("+");
        assertThat(hop.sent()).isEqualTo("$O42#b5");
        hop.read("++");
        assertThat(hop.sent()).isEqualTo("$S05#b8");
    }

    @Test
    void aPacketFromThePeerCountsAsAnAck() {
        send("O41");
        send("S05");
        assertThat(hop.sent()).isEqualTo("$O41#b4");
        hop.read("$g#67");
        assertThat(hop.sent()).isEqualTo("+$S05#b8");
    }

    @Test
    void interruptsAndNotificationsDoNotWait() {
        send("vCont;c");
        assertThat(hop.sent()).isEqualTo("$vCont;c#a8");
        hop.channel.writeAndFlush(Interrupt.INTERRUPT);
        assertThat(hop.sent()).isEqualTo("\u0003");
    }

    @Test
    void anAckLeavesTogetherWithAnAnswerThatIsWrittenInTheSameRead() {
        StringBuilder flushes = new StringBuilder();
        try (Hop answering = new Hop(new FrameDecoder(), new Acknowledgement(), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ((Packet) msg).release();
                flushes.append(
                        ctx.channel().unsafe().outboundBuffer().totalPendingWriteBytes() > 0 ? "waiting" : "sent");
                ctx.writeAndFlush(Packet.of("OK"));
            }
        })) {
            answering.read("$!#21");
            assertThat(answering.sent()).isEqualTo("+$OK#9a");
            assertThat(flushes).hasToString("waiting");
        }
    }

    @Test
    void towardsAServerNoAckModeBeginsWithTheAckOfItsOk() {
        send("QStartNoAckMode");
        hop.read("+$OK#9a");
        assertThat(hop.frames()).containsExactly("packet $OK#9a");
        acknowledgement.noAck();
        assertThat(acknowledgement.inAckMode()).isFalse();
        assertThat(hop.sent()).isEqualTo("$QStartNoAckMode#b0+");
        send("g");
        hop.read("$00#60");
        assertThat(hop.sent()).as("no '+' any more").isEqualTo("$g#67");
    }

    @Test
    void towardsAClientNoAckModeBeginsAfterOurOk() {
        hop.read("$QStartNoAckMode#b0");
        hop.frames();
        send("OK");
        acknowledgement.noAck();
        assertThat(hop.sent()).isEqualTo("+$OK#9a");
        hop.read("+");
        hop.read("$g#67");
        assertThat(hop.frames()).as("gdb's one last ack is swallowed").containsExactly("packet $g#67");
        assertThat(hop.sent()).isEmpty();
    }

    @Test
    void anOkToNoAckModeThatIsRefusedIsSentAgain() {
        send("OK");
        acknowledgement.noAck();
        hop.read("-");
        assertThat(hop.sent()).isEqualTo("$OK#9a$OK#9a");
    }

    @Test
    void packetsThatWaitLeaveWhenAckModeEnds() {
        send("OK");
        send("O41");
        acknowledgement.noAck();
        assertThat(hop.sent()).isEqualTo("$OK#9a$O41#b4");
    }

    @Test
    void aLateRefusalDoesNotRepeatAPacketAfterANewerOne() {
        send("OK");
        send("O41");
        acknowledgement.noAck();
        hop.read("-");
        assertThat(hop.sent()).isEqualTo("$OK#9a$O41#b4");
    }

    @Test
    void withoutAcksChecksumsAreNotVerifiedAndPacketsDoNotWait() {
        acknowledgement.noAck();
        hop.read("$OK#00%Stop#00");
        assertThat(hop.frames()).containsExactly("packet $OK#00", "notification %Stop#00");
        send("O41");
        send("S05");
        assertThat(hop.sent()).isEqualTo("$O41#b4$S05#b8");
    }

    @Test
    void anotherThreadEndsAckModeInTurnWithItsWrites() throws Exception {
        CompletableFuture<Channel> connected = new CompletableFuture<>();
        Acknowledgement served = new Acknowledgement();
        try (EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            Channel listener = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new FrameDecoder(), served);
                            connected.complete(channel);
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            try (ScriptedGdb gdb = ScriptedGdb.connect(((InetSocketAddress) listener.localAddress()).getPort())) {
                Channel channel = connected.get();
                channel.writeAndFlush(Packet.of("OK"));
                served.noAck();
                channel.writeAndFlush(Packet.of("O41"));
                gdb.expectRaw("$OK#9a$O41#b4");
            }
        }
    }

    @Test
    void aClosedChannelFailsWhatStillWaits() {
        send("O41");
        ChannelFuture waiting = hop.channel.writeAndFlush(Packet.of("O42"));
        hop.channel.close();
        assertThat(waiting.cause()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aPeerThatNeverAcknowledgesIsGivenUp() {
        for (int i = 0; i <= Acknowledgement.MAX_WAITING; i++) {
            send("O");
        }
        assertThat(hop.channel.isOpen()).isTrue();
        send("O");
        assertThat(hop.channel.isOpen()).isFalse();
        assertThatThrownBy(hop.channel::checkException)
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the peer embedded left 4097 packets without '+', the first of them '$O#4f'");
    }

    @Test
    void aReceivedPacketIsPassedOnWithoutACopy() {
        hop.read("$m0,4#fd");
        Packet packet = hop.channel.readInbound();
        byte[] before = new byte[packet.raw().readableBytes()];
        packet.raw().getBytes(packet.raw().readerIndex(), before);
        try (Hop server = new Hop(new FrameDecoder(), new Acknowledgement())) {
            server.channel.writeAndFlush(packet);
            assertThat(server.channel.outboundMessages().peek()).isSameAs(packet.raw());
            assertThat(server.sent()).isEqualTo("$m0,4#fd");
        }
        assertThat(before).hasSize(8);
    }
}
