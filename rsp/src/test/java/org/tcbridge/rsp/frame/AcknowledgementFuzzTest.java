package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Wire;

/** A hop whose peer does as the input says: acks, refusals, packets good and damaged, noise, in any order. */
@ExtendWith(LeakRecorder.Check.class)
class AcknowledgementFuzzTest {

    private static final String SEND = "w";
    private static final String NO_ACK = "n";

    /** Each letter of an input is what happens next; all others are bytes from the peer. */
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "w+w-+w",
                        "wwww++++",
                        "w----",
                        "g$OK#9a$OK#9b-w",
                        "wwn+wn",
                        "w$OK#9aww%Stop:#00%Stop:#e0",
                        "+-\u0003w$")
                .map(Latin1::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest
    void sendsEachPacketInTurnUntilItIsAccepted(byte[] bytes) {
        Hop hop = new Hop();
        for (int i = 0; i < bytes.length && hop.channel.isOpen(); i++) {
            hop.step(Latin1.text(new byte[] {bytes[i]}));
        }
        hop.close();
    }

    private static final class Hop {
        private final Acknowledgement acknowledgement = new Acknowledgement();
        final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(), acknowledgement);
        private final List<ByteBuf> buffers = new ArrayList<>();
        private final List<ChannelFuture> writes = new ArrayList<>();
        private final List<Integer> sent = new ArrayList<>();

        void step(String input) {
            boolean acks = acknowledgement.inAckMode();
            boolean refusedTooOften = false;
            switch (input) {
                case SEND -> send();
                case NO_ACK -> acknowledgement.noAck();
                default -> refusedTooOften = !receive(input);
            }
            int packets = received(acks);
            List<String> out = sentFrames();
            assertThat(out.stream().filter("+"::equals).count()).isEqualTo(acks ? packets : 0);
            assertThat(out.stream().filter("-"::equals).count()).isLessThanOrEqualTo(acks ? 1 : 0);
            out.stream().filter(frame -> frame.startsWith("$")).forEach(this::sent);
            if (refusedTooOften) {
                assertThat(channel.isOpen()).isFalse();
                assertThat(sent).endsWith(sent.getLast(), sent.getLast(), sent.getLast(), sent.getLast());
            }
            if (!acknowledgement.inAckMode() && !writes.isEmpty()) {
                assertThat(sent.stream().distinct()).hasSize(writes.size());
            }
        }

        private void send() {
            Packet packet = Packet.of("p" + writes.size());
            buffers.add(packet.raw());
            writes.add(channel.writeAndFlush(packet));
        }

        /** False when the hop gave up. */
        private boolean receive(String input) {
            ByteBuf read = Unpooled.copiedBuffer(input, StandardCharsets.ISO_8859_1);
            buffers.add(read);
            try {
                channel.writeInbound(read);
                return true;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // Netty throws it undeclared
                assertThat(e).isExactlyInstanceOf(ProtocolException.class);
                return false;
            }
        }

        private int received(boolean acks) {
            int packets = 0;
            for (@Nullable Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
                if (frame instanceof Packet packet) {
                    packets++;
                    assertThat(!acks || packet.checksumGood()).isTrue();
                }
                assertThat(frame).isNotInstanceOf(Ack.class);
                frame.wire().release();
            }
            return packets;
        }

        private List<String> sentFrames() {
            StringBuilder text = new StringBuilder();
            for (@Nullable ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                text.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
            return FrameDecoderFuzzTest.frames(text.toString(), FrameDecoder.DEFAULT_MAX_PACKET);
        }

        private void sent(String frame) {
            int number = Integer.parseInt(frame.substring(2, frame.indexOf('#')));
            assertThat(frame).isEqualTo(Wire.packet("p" + number));
            int last = sent.isEmpty() ? -1 : sent.getLast();
            assertThat(number).isBetween(Math.max(0, last), last + 1);
            sent.add(number);
            assertThat(sent.stream().filter(n -> n == number).count())
                    .isLessThanOrEqualTo(1 + Acknowledgement.MAX_RETRANSMISSIONS);
        }

        void close() {
            channel.finishAndReleaseAll();
            assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
            assertThat(writes).allMatch(ChannelFuture::isDone);
        }
    }
}
