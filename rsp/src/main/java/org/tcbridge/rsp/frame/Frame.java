package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;

/**
 * One unit of the byte stream, in either direction.
 *
 * <p>Source: GDB manual, nodes "Overview" (packets), "Notification Packets", "Packet Acknowledgment" and "Interrupts".
 */
public sealed interface Frame permits RawFrame, Ack, Interrupt {

    /**
     * The bytes to write to a channel. The caller owns them: writing them releases them, and the frame with them where
     * the frame is reference-counted.
     */
    ByteBuf wire();
}
