package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel in memory that is fed and read as text; what comes out of it is released. */
final class Hop implements AutoCloseable {

    final EmbeddedChannel channel;

    Hop(ChannelHandler... handlers) {
        channel = new EmbeddedChannel(handlers);
    }

    /** One read of these bytes. */
    void read(String bytes) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(Math.max(1, bytes.length()));
        buffer.writeCharSequence(bytes, StandardCharsets.ISO_8859_1);
        channel.writeInbound(buffer);
    }

    /** The frames that came up since the last call, as text. */
    List<String> frames() {
        List<String> frames = new ArrayList<>();
        for (@Nullable Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(describe(frame));
            if (frame instanceof RawFrame raw) {
                raw.release();
            }
        }
        return frames;
    }

    /** The bytes written and flushed since the last call. */
    String sent() {
        StringBuilder sent = new StringBuilder();
        for (@Nullable ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            sent.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
        }
        return sent.toString();
    }

    private static String describe(Frame frame) {
        return switch (frame) {
            case Packet packet -> "packet " + text(packet);
            case Notification notification -> "notification " + text(notification);
            case Stray stray -> "stray " + text(stray);
            case Ack ack -> ack.name();
            case Interrupt interrupt -> interrupt.name();
        };
    }

    private static String text(RawFrame frame) {
        return frame.raw().toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
