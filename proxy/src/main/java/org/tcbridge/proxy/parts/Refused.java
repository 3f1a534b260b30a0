package org.tcbridge.proxy.parts;

import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.ErrorReply;

/** What is too long and cannot be cut. */
record Refused(int length, int most) implements Parts {
    @Override
    public @Nullable Packet next() {
        return null;
    }

    @Override
    public void answered(Packet reply) {
        reply.release();
    }

    @Override
    public Packet reply() {
        return new ErrorReply(".the GDB server takes packets of %d bytes, this one has %d".formatted(most, length))
                .toPacket();
    }
}
