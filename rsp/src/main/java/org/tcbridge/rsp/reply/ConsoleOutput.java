package org.tcbridge.rsp.reply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * A line of text, as UTF-8 and with a line feed, in pieces.
     *
     * @param most bytes of a piece, of which a packet holds twice as many and one more
     */
    public static List<ConsoleOutput> line(String line, int most) {
        String bytes = Latin1.text((line + "\n").getBytes(StandardCharsets.UTF_8));
        List<ConsoleOutput> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length(); from += most) {
            pieces.add(new ConsoleOutput(bytes.substring(from, Math.min(bytes.length(), from + most))));
        }
        return pieces;
    }

    @Override
    public String wire() {
        return "O" + Hex.ofBytes(Latin1.bytes(text));
    }
}
