package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.kit.LeakRecorder;

@ExtendWith(LeakRecorder.Check.class)
class FrameDecoderFuzzTest {

    private static final int LIMIT = 24;

    /** No frame's text, which has one char a byte. */
    private static final String TOO_LONG = "\u2026 is too long";

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "+$qSupported:multiprocess+#c6-\u0003",
                        "$m20000000,4#3e$OK#9a",
                        "%Stop:T05thread:1;#00",
                        "$abandoned $OK#9a",
                        "noise\r\n+$E01#a6",
                        "$0*\"}\u0003#00",
                        "$m123456789012345678901234567890#00$OK#9a",
                        "$#00$#0")
                .map(Latin1::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest
    void cutsTheSameFramesFromAnyReads(byte[] bytes) {
        String text = Latin1.text(bytes);
        for (int limit : new int[] {FrameDecoder.DEFAULT_MAX_PACKET, LIMIT}) {
            List<String> expected = frames(text, limit);
            for (int chunk : new int[] {Math.max(1, text.length()), 1, 3}) {
                assertThat(decoded(bytes, limit, chunk)).isEqualTo(expected);
            }
        }
        Packet packet = Packet.of(bytes);
        assertThat(decoded(packet.raw().array(), packet.raw().readableBytes())).isEqualTo(1);
        assertThat(packet.checksumGood()).isTrue();
        assertThat(packet.command()).isEqualTo(text);
        assertThat(packet.payload()).isEqualTo(text);
        packet.release();
    }

    /** The frames of a stream, found without regard to reads: {@link FrameDecoder}'s rules once more. */
    static List<String> frames(String text, int limit) {
        List<String> frames = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at + 1;
            if ("$%".indexOf(text.charAt(at)) >= 0) {
                int hash = text.indexOf('#', at + 1);
                int bodyEnd = hash < 0 ? text.length() : hash;
                if (bodyEnd - at - 1 > limit) {
                    frames.add(TOO_LONG);
                    return frames;
                }
                if (hash < 0 || hash + 2 >= text.length()) {
                    return frames;
                }
                int restart = text.indexOf('$', at + 1);
                end = restart > 0 && restart < hash ? restart : hash + 3;
            } else if ("+-\u0003".indexOf(text.charAt(at)) < 0) {
                while (end < text.length() && "$%+-\u0003".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
            }
            String frame = text.substring(at, end);
            boolean noise = "$%+-\u0003".indexOf(frame.charAt(0)) < 0;
            // noise comes in as many pieces as reads
            if (noise && !frames.isEmpty() && isNoise(frames.getLast())) {
                frame = frames.removeLast() + frame;
            }
            frames.add(frame);
            at = end;
        }
        return frames;
    }

    private static boolean isNoise(String frame) {
        return !frame.equals(TOO_LONG) && "$%+-\u0003".indexOf(frame.charAt(0)) < 0;
    }

    private static int decoded(byte[] bytes, int length) {
        return decoded(java.util.Arrays.copyOf(bytes, length), FrameDecoder.DEFAULT_MAX_PACKET, length)
                .size();
    }

    /** What the decoder makes of it, read in pieces; all buffers must be released. */
    private static List<String> decoded(byte[] bytes, int limit, int chunk) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(limit));
        List<String> frames = new ArrayList<>();
        List<ByteBuf> reads = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += chunk) {
            ByteBuf read = Unpooled.copiedBuffer(bytes, from, Math.min(chunk, bytes.length - from));
            reads.add(read);
            boolean tooLong = false;
            try {
                channel.writeInbound(read);
            } catch (TooLongFrameException e) {
                tooLong = true;
            }
            collect(channel, frames);
            if (tooLong) {
                frames.add(TOO_LONG);
            }
        }
        channel.finish();
        assertThat((@Nullable Object) channel.readInbound()).isNull();
        assertThat(reads).allMatch(read -> read.refCnt() == 0);
        return frames;
    }

    private static void collect(EmbeddedChannel channel, List<String> frames) {
        for (@Nullable Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            ByteBuf wire = frame.wire();
            String text = Latin1.text(io.netty.buffer.ByteBufUtil.getBytes(wire));
            boolean restarted = frame instanceof Stray stray && stray.isAbandonedPacket();
            assertThat(isNoise(text)).isEqualTo(frame instanceof Stray && !restarted);
            if (frame instanceof Packet packet) {
                readable(packet);
            }
            if (isNoise(text) && !frames.isEmpty() && isNoise(frames.getLast())) {
                text = frames.removeLast() + text;
            }
            frames.add(text);
            wire.release();
        }
    }

    /** Whatever the body, its text is bounded, and what it means survives a packet of our own. */
    private static void readable(Packet packet) {
        int sum = 0;
        for (int i = 0; i < packet.length(); i++) {
            sum += packet.byteAt(i);
        }
        String digits = packet.raw()
                .toString(
                        packet.raw().readerIndex() + packet.length() + 2,
                        2,
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(packet.checksumGood()).isEqualTo(digits.equalsIgnoreCase("%02x".formatted(sum & 0xff)));
        String payload = packet.payload();
        assertThat(payload.length()).isLessThanOrEqualTo(98 * packet.length());
        assertThat(packet.command().length()).isLessThanOrEqualTo(packet.length());
        Packet again = Packet.of(payload);
        assertThat(again.payload()).isEqualTo(payload);
        again.release();
    }
}
