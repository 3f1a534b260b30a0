package org.tcbridge.rsp.command;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;

/** Reads a command's arguments from left to right; what does not fit raises {@link IllegalArgumentException}. */
final class Arguments {

    private static final int MAX_SIGNAL = 0xff;

    private final String text;
    private int next;

    Arguments(String text) {
        this.text = text;
    }

    /** The text before the separator, which is skipped. */
    String until(char separator) {
        int at = text.indexOf(separator, next);
        if (at < 0) {
            throw new IllegalArgumentException("no '" + separator + "' in '" + text + "'");
        }
        String part = text.substring(next, at);
        next = at + 1;
        return part;
    }

    /** Skips one character that must be there. */
    void expect(char wanted) {
        if (atEnd() || text.charAt(next) != wanted) {
            throw new IllegalArgumentException("no '" + wanted + "' at " + next + " of '" + text + "'");
        }
        next++;
    }

    /** Exactly so many characters. */
    String take(long count) {
        if (count > text.length() - next) {
            throw new IllegalArgumentException(
                    "expected " + count + " characters from " + next + " on in '" + text + "'");
        }
        String part = text.substring(next, next + (int) count);
        next += (int) count;
        return part;
    }

    boolean atEnd() {
        return next == text.length();
    }

    /** All that has not been read yet. */
    String rest() {
        String part = text.substring(next);
        next = text.length();
        return part;
    }

    long numberUntil(char separator) {
        return Hex.parseNumber(until(separator));
    }

    int intUntil(char separator) {
        return Hex.parseInt(until(separator));
    }

    long lastNumber() {
        return Hex.parseNumber(rest());
    }

    int lastInt() {
        return Hex.parseInt(rest());
    }

    static OptionalLong optionalNumber(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Hex.parseNumber(digits));
    }

    static OptionalInt signal(String digits) {
        int signal = Hex.parseInt(digits);
        if (signal > MAX_SIGNAL) {
            throw new IllegalArgumentException("signal 0x" + digits + " is over 0xff");
        }
        return OptionalInt.of(signal);
    }

    static String optionalNumber(OptionalLong number) {
        return number.isPresent() ? Hex.number(number.getAsLong()) : "";
    }

    /** {@code address,length}, a form that many commands share. */
    static String range(long address, int length) {
        return Hex.number(address) + "," + Hex.number(length);
    }
}
