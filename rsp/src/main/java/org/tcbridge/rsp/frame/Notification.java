package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A notification {@code %body#cs}: never acknowledged, never a reply. Source: GDB manual, node "Notification Packets". */
public final class Notification extends RawFrame {

    static final char START = '%';

    /** Takes over the bytes, which are those of one whole notification. */
    public Notification(ByteBuf raw) {
        super(raw);
    }

    /** Builds a notification from text with one char a byte. */
    public static Notification of(String text) {
        ByteBuf raw = Unpooled.buffer(text.length() + Envelope.OVERHEAD);
        Envelope.write(raw, START, text.getBytes(StandardCharsets.ISO_8859_1));
        return new Notification(raw);
    }

    /** The text between {@code %} and {@code #}, one char a byte. */
    public String text() {
        return raw().toString(raw().readerIndex() + 1, Envelope.bodyLength(raw()), StandardCharsets.ISO_8859_1);
    }

    /** True when the two checksum digits fit the body. */
    public boolean checksumGood() {
        return Envelope.checksumGood(raw());
    }
}
