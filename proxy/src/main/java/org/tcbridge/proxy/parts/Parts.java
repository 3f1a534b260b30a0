package org.tcbridge.proxy.parts;

import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.frame.Packet;

/** A client's command that the server gets in parts, one at a time. Event loop. */
public sealed interface Parts permits ReadInParts, Refused, WriteInParts {
    /** What to send now, before anything else and after each {@link #answered}; null when there is a {@link #reply}. */
    @Nullable
    Packet next();

    /** The server's reply to what was sent last. Takes it over. */
    void answered(Packet reply);

    /** The client's. To be asked for once. */
    Packet reply();
}
