package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCounted;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A frame that keeps its bytes as they came, so that it can leave without a copy. Released by whoever consumes it. */
public abstract sealed class RawFrame implements Frame, ReferenceCounted permits Packet, Notification, Stray {

    /** What a frame holds that stands for none: whoever reads it gets an exception. */
    static final ByteBuf RELEASED = Unpooled.buffer(1);

    static {
        RELEASED.release();
    }

    private ByteBuf raw;

    RawFrame(ByteBuf raw) {
        this.raw = raw;
    }

    /** From now on it is a frame with these bytes, which it takes over; what it was before has been consumed. */
    final void replace(ByteBuf bytes) {
        raw = bytes;
    }

    /** The bytes as they came, all of them; a view, valid as long as this frame is. */
    public final ByteBuf raw() {
        return raw;
    }

    @Override
    public final ByteBuf wire() {
        return raw;
    }

    @Override
    public final int refCnt() {
        return raw.refCnt();
    }

    @Override
    public RawFrame retain() {
        raw.retain();
        return this;
    }

    @Override
    public RawFrame retain(int increment) {
        raw.retain(increment);
        return this;
    }

    @Override
    public RawFrame touch() {
        raw.touch();
        return this;
    }

    @Override
    public RawFrame touch(@Nullable Object hint) {
        raw.touch(hint);
        return this;
    }

    @Override
    public final boolean release() {
        return raw.release();
    }

    @Override
    public final boolean release(int decrement) {
        return raw.release(decrement);
    }

    @Override
    public final String toString() {
        String type = getClass().getSimpleName();
        return refCnt() == 0 ? type + "(released)" : type + "(" + raw.toString(StandardCharsets.ISO_8859_1) + ")";
    }
}
