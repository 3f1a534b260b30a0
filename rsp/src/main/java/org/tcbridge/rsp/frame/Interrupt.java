package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The byte 0x03 between packets: the client asks the running target to stop. Source: GDB manual, node "Interrupts". */
public enum Interrupt implements Frame {
    /** The only one: an interrupt carries nothing. */
    INTERRUPT;

    @Override
    public ByteBuf wire() {
        return Unpooled.buffer(1).writeByte(FrameDecoder.INTERRUPT);
    }
}
