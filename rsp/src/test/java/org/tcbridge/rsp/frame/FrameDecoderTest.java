package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.IllegalReferenceCountException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Wire;

@ExtendWith(LeakRecorder.Check.class)
class FrameDecoderTest {

    private static List<String> decode(String... reads) {
        try (Hop hop = new Hop(new FrameDecoder())) {
            for (String read : reads) {
                hop.read(read);
            }
            return hop.frames();
        }
    }

    private static final String SAMPLE =
            "+$m20000000,4#b0" + "\u0003" + "-%Stop:T05#00" + "$#00" + "$X0,3:a\u0003}\u0003+-#12" + "xyz$OK#9a" + "+";

    private static final List<String> SAMPLE_FRAMES = List.of(
            "RECEIVED",
            "packet $m20000000,4#b0",
            "INTERRUPT",
            "RESEND",
            "notification %Stop:T05#00",
            "packet $#00",
            "packet $X0,3:a\u0003}\u0003+-#12",
            "stray xyz",
            "packet $OK#9a",
            "RECEIVED");

    @Test
    void oneReadGivesAllFramesInTheirOrder() {
        assertThat(decode(SAMPLE)).isEqualTo(SAMPLE_FRAMES);
    }

    @Test
    void anySplitInTwoGivesTheSameFrames() {
        for (int at = 0; at <= SAMPLE.length(); at++) {
            assertThat(joinStrays(decode(SAMPLE.substring(0, at), SAMPLE.substring(at))))
                    .as("split at %d", at)
                    .isEqualTo(SAMPLE_FRAMES);
        }
    }

    /** One decoder for all: the sample ends between frames. */
    @Test
    void anySplitInThreeGivesTheSameFrames() {
        try (Hop hop = new Hop(new FrameDecoder())) {
            for (int first = 0; first <= SAMPLE.length(); first++) {
                for (int second = first; second <= SAMPLE.length(); second++) {
                    hop.read(SAMPLE.substring(0, first));
                    hop.read(SAMPLE.substring(first, second));
                    hop.read(SAMPLE.substring(second));
                    assertThat(joinStrays(hop.frames()))
                            .as("split at %d and %d", first, second)
                            .isEqualTo(SAMPLE_FRAMES);
                }
            }
        }
    }

    @Test
    void oneByteAtATimeGivesTheSameFrames() {
        assertThat(joinStrays(decode(SAMPLE.split("")))).isEqualTo(SAMPLE_FRAMES);
    }

    /** Stray bytes are handed on as they come, so several reads give several strays. */
    private static List<String> joinStrays(List<String> frames) {
        List<String> joined = new ArrayList<>();
        for (String frame : frames) {
            if (frame.startsWith("stray ")
                    && !joined.isEmpty()
                    && joined.getLast().startsWith("stray ")) {
                joined.add(joined.removeLast() + frame.substring("stray ".length()));
            } else {
                joined.add(frame);
            }
        }
        return joined;
    }

    @Test
    void aStartInsideAPacketAbandonsTheHead() {
        assertThat(decode("$abc$m0", "$m0,4#fd+"))
                .containsExactly("stray $abc", "stray $m0", "packet $m0,4#fd", "RECEIVED");
        assertThat(decode("%Stop$OK#9a")).containsExactly("stray %Stop", "packet $OK#9a");
    }

    @Test
    void theHeadOfAnAbandonedPacketCanBeToldFromNoise() {
        try (Hop hop = new Hop(new FrameDecoder())) {
            hop.read("noise$abc$OK#9a");
            Stray noise = hop.channel.readInbound();
            Stray head = hop.channel.readInbound();
            assertThat(noise.isAbandonedPacket()).isFalse();
            assertThat(head.isAbandonedPacket()).isTrue();
            assertThat(noise).hasToString("Stray(noise)");
            noise.release();
            head.release();
            assertThat(head).hasToString("Stray(released)");
        }
    }

    @Test
    void aReadThatIsOneFrameBecomesTheFrame() {
        try (Hop hop = new Hop(new FrameDecoder())) {
            ByteBuf read = Unpooled.directBuffer().writeBytes(Latin1.bytes("$OK#9a"));
            hop.channel.writeInbound(read);
            Packet packet = hop.channel.readInbound();
            assertThat(packet.raw()).isSameAs(read);
            packet.release();
            assertThat(read.refCnt()).isZero();
        }
    }

    /** Its one packet stands for each in turn, and one that is kept for none but itself. */
    @Test
    void aDecoderThatReusesItsPacket() {
        List<Packet> given = new ArrayList<>();
        List<Packet> kept = new ArrayList<>();
        ChannelInboundHandlerAdapter keeper = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                given.add((Packet) message);
                kept.add(((Packet) message).keep());
            }
        };
        try (Hop hop = new Hop(FrameDecoder.reusing(), keeper)) {
            hop.read("$a#61$b");
            hop.read("#62$c#63");
            hop.read("$d#64");
        }
        assertThat(given).hasSize(4).allSatisfy(packet -> assertThat(packet).isSameAs(given.getFirst()));
        assertThat(given.getFirst()).as("what nobody kept").hasToString("Packet(released)");
        assertThatThrownBy(() -> given.getFirst().byteAt(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> given.getFirst().retain()).isInstanceOf(IllegalReferenceCountException.class);
        assertThat(kept).extracting(Packet::payload).containsExactly("a", "b", "c", "d");
        assertThat(kept).allSatisfy(packet -> assertThat(packet.release()).isTrue());
    }

    /** A packet that takes several reads is joined, wherever it is cut, and the next one is not touched by that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2048, 4096, 65_536, 100_000})
    void aLongPacketThroughReadsOf(int step) {
        // the leak detector notes every read: 130,000 of a byte each take it 18 s
        int length = step < 100 ? 1025 : 8200;
        String wire = Wire.enclose('$', "0123456789abcdef".repeat(length)) + "$abandoned" + Wire.packet("OK") + "+";
        try (Hop hop = new Hop(new FrameDecoder())) {
            for (int at = 0; at < wire.length(); at += step) {
                hop.read(wire.substring(at, Math.min(wire.length(), at + step)));
            }
            assertThat(hop.frames())
                    .containsExactly(
                            "packet " + wire.substring(0, wire.indexOf('#') + 3),
                            "stray $abandoned",
                            "packet $OK#9a",
                            "RECEIVED");
        }
    }

    @Test
    void percentSignIsDataInsideAPacket() {
        assertThat(decode("$a%b#00")).containsExactly("packet $a%b#00");
    }

    @Test
    void halfAPacketAtTheEndGivesNothing() {
        assertThat(decode("$OK#9")).isEmpty();
    }

    @Test
    void aPacketOfTheLimitPassesAndOneByteMoreDoesNot() {
        try (Hop hop = new Hop(new FrameDecoder(10))) {
            hop.read("$0123456789#00");
            assertThat(hop.frames()).containsExactly("packet $0123456789#00");
            assertThatThrownBy(() -> hop.read("$0123456789A#00"))
                    .isInstanceOf(TooLongFrameException.class)
                    .hasMessage("packet '$0123456789A#00...' is longer than the limit of 10 bytes");
            hop.read("$OK#9a");
            assertThat(hop.frames()).as("nothing is decoded after that").isEmpty();
        }
    }

    @Test
    void theLimitHoldsForAPacketThatNeverEnds() {
        try (Hop hop = new Hop(new FrameDecoder(10))) {
            hop.read("$01234");
            hop.read("56789");
            assertThatThrownBy(() -> hop.read("A"))
                    .isInstanceOf(TooLongFrameException.class)
                    .hasMessage("packet '$0123456789A...' is longer than the limit of 10 bytes");
        }
    }

    @Test
    void aPacketOfSixteenMebibytesComesWholeThroughSmallReads() {
        String body = "0123456789abcdef".repeat(FrameDecoder.DEFAULT_MAX_PACKET / 16);
        String wire = Wire.enclose('$', body);
        try (Hop hop = new Hop(new FrameDecoder())) {
            int step = 65_536;
            for (int at = 0; at < wire.length(); at += step) {
                hop.read(wire.substring(at, Math.min(wire.length(), at + step)));
            }
            Packet packet = hop.channel.readInbound();
            assertThat(packet.length()).isEqualTo(16_777_216);
            assertThat(packet.checksumGood()).isTrue();
            assertThat(packet.payload()).isEqualTo(body);
            packet.release();
        }
    }

    @Test
    void randomPacketsSurviveRandomSplits() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            List<String> payloads = new ArrayList<>();
            StringBuilder wire = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                String payload = randomText(random, random.nextInt(200));
                payloads.add(payload);
                wire.append(Wire.packet(payload));
            }
            try (Hop hop = new Hop(new FrameDecoder())) {
                for (int at = 0; at < wire.length(); ) {
                    int end = Math.min(wire.length(), at + 1 + random.nextInt(40));
                    hop.read(wire.substring(at, end));
                    at = end;
                }
                for (String payload : payloads) {
                    Packet packet = hop.channel.readInbound();
                    assertThat(packet.checksumGood()).isTrue();
                    assertThat(packet.command()).isEqualTo(payload);
                    assertThat(packet.payload()).isEqualTo(payload);
                    packet.release();
                }
                assertThat(hop.frames()).isEmpty();
            }
        }
    }

    @Test
    void randomBytesComeOutAsFramesWithoutLossOrException() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            String noise = randomText(random, 300).replace((char) random.nextInt(256), '#');
            StringBuilder out = new StringBuilder();
            try (Hop hop = new Hop(new FrameDecoder())) {
                for (int at = 0; at < noise.length(); ) {
                    int end = Math.min(noise.length(), at + 1 + random.nextInt(60));
                    hop.read(noise.substring(at, end));
                    at = end;
                }
                hop.frames().forEach(frame -> out.append(wire(frame)));
            }
            assertThat(noise).startsWith(out.toString());
            assertThat(noise.substring(out.length())).matches("(?s)(|[$%].*)");
        }
    }

    private static String wire(String frame) {
        return switch (frame) {
            case "RECEIVED" -> "+";
            case "RESEND" -> "-";
            case "INTERRUPT" -> "\u0003";
            default -> frame.substring(frame.indexOf(' ') + 1);
        };
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(
                    random.nextInt(4) == 0 ? "$#}*+-%\u0003".charAt(random.nextInt(8)) : (char) random.nextInt(256));
        }
        return text.toString();
    }
}
