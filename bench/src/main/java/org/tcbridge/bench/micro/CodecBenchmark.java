package org.tcbridge.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tcbridge.rsp.frame.FrameDecoder;
import org.tcbridge.rsp.frame.Packet;

/** The wire: bytes to a frame, a payload to a frame, the checksum of one. */
@State(Scope.Thread)
public class CodecBenchmark {
    /** Bytes of the payload: replies to reads of 4 bytes and of 4 KiB. */
    @Param({"8", "8192"})
    public int payload;

    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    private byte[] bytes = new byte[0];
    private ByteBuf wire = PooledByteBufAllocator.DEFAULT.directBuffer();

    /** Digits only: nothing is escaped. */
    @Setup
    public void fill() {
        bytes = "0123456789abcdef"
                .repeat(payload / 16 + 1)
                .substring(0, payload)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Packet packet = Packet.of(bytes);
        wire.writeBytes(packet.wire());
        packet.release();
    }

    /** Gives the buffers back. */
    @TearDown
    public void close() {
        wire.release();
        channel.finishAndReleaseAll();
    }

    /** From a buffer as the transport fills it. */
    @Benchmark
    public boolean decode() {
        ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer(wire.readableBytes());
        read.writeBytes(wire, wire.readerIndex(), wire.readableBytes());
        channel.writeInbound(read);
        return ReferenceCountUtil.release(channel.readInbound());
    }

    /** What the proxy says itself. */
    @Benchmark
    public boolean encode() {
        return Packet.of(bytes).release();
    }

    /** Verified in ack mode. */
    @Benchmark
    public boolean checksum() {
        Packet packet = new Packet(wire);
        return packet.checksumGood();
    }
}
