package org.tcbridge.rsp.frame;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A notification {@code %body#cs}: never acknowledged, never a reply. Source: GDB manual, node "Notification Packets". */
public final class Notification extends RawFrame {

    static final char START = '%';

    /** Takes over the bytes, which are those of one whole notification. */
    public Notification(ByteBuf raw) {
        super(raw);
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
