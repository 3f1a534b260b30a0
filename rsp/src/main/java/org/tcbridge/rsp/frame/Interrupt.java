package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;

/** The byte 0x03 between packets: the client asks the running target to stop. Source: GDB manual, node "Interrupts". */
public enum Interrupt implements Frame {
    /** The only one: an interrupt carries nothing. */
    INTERRUPT;

    private final ByteBuf wire = RawFrame.constant(FrameDecoder.INTERRUPT);

    @Override
    public ByteBuf wire() {
        return wire.duplicate();
    }
}
