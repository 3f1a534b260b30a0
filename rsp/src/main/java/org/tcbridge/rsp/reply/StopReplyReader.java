package org.tcbridge.rsp.reply;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.tcbridge.rsp.Hex;

/** Reads the text of stop replies. */
final class StopReplyReader {

    private static final String PROCESS = "process:";

    private StopReplyReader() {}

    static Optional<StopReply> read(String payload) {
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        String rest = payload.substring(1);
        try {
            return switch (payload.charAt(0)) {
                case 'S' -> Optional.of(new StopReply.Stopped(Hex.parseInt(exactly(2, rest)), List.of()));
                case 'T' -> Optional.of(stopped(rest));
                case 'W' -> Optional.of(ended(rest, StopReply.Exited::new));
                case 'X' -> Optional.of(ended(rest, StopReply.Terminated::new));
                case 'N' -> rest.isEmpty() ? Optional.of(new StopReply.NoThreads()) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static StopReply stopped(String rest) {
        String signal = rest.substring(0, Math.min(2, rest.length()));
        return new StopReply.Stopped(
                Hex.parseInt(exactly(2, signal)),
                Stream.of(rest.substring(2).split(";"))
                        .filter(pair -> !pair.isEmpty())
                        .map(StopReplyReader::pair)
                        .toList());
    }

    private static StopReply.Pair pair(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not key:value");
        }
        return new StopReply.Pair(text.substring(0, colon), text.substring(colon + 1));
    }

    private static StopReply ended(String rest, BiFunction<Long, OptionalLong, StopReply> form) {
        String[] parts = rest.split(";", 2);
        long code = Hex.parseNumber(parts[0]);
        if (parts.length == 1) {
            return form.apply(code, OptionalLong.empty());
        }
        if (!parts[1].startsWith(PROCESS)) {
            throw new IllegalArgumentException("'" + parts[1] + "' does not begin with " + PROCESS);
        }
        return form.apply(code, OptionalLong.of(Hex.parseNumber(parts[1].substring(PROCESS.length()))));
    }

    private static String exactly(int length, String digits) {
        if (digits.length() != length) {
            throw new IllegalArgumentException("'" + digits + "' has not " + length + " digits");
        }
        return digits;
    }
}
