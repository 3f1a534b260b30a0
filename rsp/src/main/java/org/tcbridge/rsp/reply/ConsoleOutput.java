package org.tcbridge.rsp.reply;

import java.util.Optional;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.Latin1;

/**
 * Text for the user's console: sent beside the reply, while the target runs or a monitor command works.
 *
 * @param text one char a byte; empty in OpenOCD's keep-alives
 */
public record ConsoleOutput(String text) implements Reply {

    /** Reads a reply; empty when it is no console output, as {@code OK} is none. */
    public static Optional<ConsoleOutput> parse(String payload) {
        return payload.startsWith("O") && Hex.isBytes(payload.substring(1))
                ? Optional.of(new ConsoleOutput(Latin1.text(Hex.parseBytes(payload.substring(1)))))
                : Optional.empty();
    }

    @Override
    public String wire() {
        return "O" + Hex.ofBytes(Latin1.bytes(text));
    }
}
