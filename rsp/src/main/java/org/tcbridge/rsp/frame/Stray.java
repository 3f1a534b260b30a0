package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;

/**
 * Bytes that belong to no frame: noise between frames, or the head of a packet that its sender abandoned by starting
 * another one.
 */
public final class Stray extends RawFrame {

    /** Takes over the bytes. */
    public Stray(ByteBuf raw) {
        super(raw);
    }

    /** True when this is the head of an abandoned packet or notification, which must not be passed on. */
    public boolean isAbandonedPacket() {
        byte first = raw().getByte(raw().readerIndex());
        return first == Packet.START || first == Notification.START;
    }
}
