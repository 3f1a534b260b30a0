package org.tcbridge.rsp.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.FrameDecoder;

/** Packets over a socket, one at a time, for a caller that waits; acknowledgements are seen to. */
final class FrameSocket implements Closeable {
    private final Socket socket;
    private final Acknowledgement acknowledgement = new Acknowledgement();
    private final EmbeddedChannel codec = new EmbeddedChannel(new FrameDecoder(), acknowledgement);
    private final byte[] bytes = new byte[1 << 16];

    FrameSocket(Socket socket) {
        this.socket = socket;
    }

    /**
     * The next frame; empty when the peer has closed the connection.
     *
     * @throws SocketTimeoutException when there is a time limit and nothing has come
     */
    Optional<Frame> read() throws IOException {
        Frame frame = codec.readInbound();
        while (frame == null) {
            int n = socket.getInputStream().read(bytes);
            if (n < 0) {
                return Optional.empty();
            }
            codec.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, n)));
            flush();
            frame = codec.readInbound();
        }
        return Optional.of(frame);
    }

    void write(Frame frame) throws IOException {
        codec.writeOutbound(frame);
        flush();
    }

    /** Both sides have agreed on it. */
    void noAck() {
        acknowledgement.noAck();
    }

    private void flush() throws IOException {
        for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
            try {
                socket.getOutputStream().write(ByteBufUtil.getBytes(out));
            } finally {
                ReferenceCountUtil.release(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        codec.finishAndReleaseAll();
        socket.close();
    }
}
