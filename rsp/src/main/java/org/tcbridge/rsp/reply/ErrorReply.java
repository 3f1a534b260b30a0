package org.tcbridge.rsp.reply;

import java.util.Optional;
import java.util.regex.Pattern;
import org.tcbridge.rsp.Hex;

/**
 * The command failed: {@code E01} or {@code E.text}.
 *
 * @param detail two hexadecimal digits, or a point and a text
 */
public record ErrorReply(String detail) implements Reply {

    private static final Pattern DETAIL = Pattern.compile("[0-9a-fA-F]{2}|\\..*", Pattern.DOTALL);

    /** Checks the form of the detail. */
    public ErrorReply {
        if (!DETAIL.matcher(detail).matches()) {
            throw new IllegalArgumentException("'" + detail + "' is neither two digits nor '.' and a text");
        }
    }

    /** An error by number, of which the low eight bits are sent. */
    public static ErrorReply of(int number) {
        return new ErrorReply(Hex.twoDigits(number));
    }

    /** Reads a reply; empty when it is no error. */
    public static Optional<ErrorReply> parse(String payload) {
        return payload.startsWith("E") && DETAIL.matcher(payload.substring(1)).matches()
                ? Optional.of(new ErrorReply(payload.substring(1)))
                : Optional.empty();
    }

    @Override
    public String wire() {
        return "E" + detail;
    }
}
