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
            if (!receive()) {
                return Optional.empty();
            }
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

    /**
     * Waits until the peer has acknowledged all that was written, or is gone.
     *
     * @throws SocketTimeoutException when there is a time limit and nothing has come
     */
    void settle() throws IOException {
        boolean open = true;
        while (open && !acknowledgement.settled()) {
            open = receive();
        }
    }

    /** Takes what comes next; false when the peer has closed the connection. */
    private boolean receive() throws IOException {
        int n = socket.getInputStream().read(bytes);
        if (n < 0) {
            return false;
        }
        codec.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, n)));
        flush();
        return true;
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
        // what waits for an acknowledgement is not a failure any more
        acknowledgement.noAck();
        codec.finishAndReleaseAll();
        socket.close();
    }
}
