package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;

/** An acknowledgement of one packet. Source: GDB manual, node "Packet Acknowledgment". */
public enum Ack implements Frame {
    /** {@code +}: the packet was received correctly. */
    RECEIVED('+'),
    /** {@code -}: the packet was damaged and is to be sent again. */
    RESEND('-');

    private final ByteBuf wire;

    Ack(char letter) {
        wire = RawFrame.constant(letter);
    }

    @Override
    public ByteBuf wire() {
        return wire.duplicate();
    }
}
