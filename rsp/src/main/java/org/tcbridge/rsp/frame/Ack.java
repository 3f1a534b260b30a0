package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** An acknowledgement of one packet. Source: GDB manual, node "Packet Acknowledgment". */
public enum Ack implements Frame {
    /** {@code +}: the packet was received correctly. */
    RECEIVED('+'),
    /** {@code -}: the packet was damaged and is to be sent again. */
    RESEND('-');

    private final char letter;

    Ack(char letter) {
        this.letter = letter;
    }

    @Override
    public ByteBuf wire() {
        return Unpooled.buffer(1).writeByte(letter);
    }
}
