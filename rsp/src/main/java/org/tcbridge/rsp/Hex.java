package org.tcbridge.rsp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Hexadecimal text as the protocol writes it: numbers without leading zeros, bytes as two lower-case digits each.
 *
 * <p>Source: GDB manual, node "Overview" of the remote protocol.
 */
public final class Hex {

    private static final HexFormat LOWER = HexFormat.of();

    /** What each character is as a digit; -1 for one that is none. */
    private static final byte[] DIGITS = new byte[256];

    static {
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) (HexFormat.isHexDigit(i) ? HexFormat.fromHexDigit(i) : -1);
        }
    }

    private Hex() {}

    /** The number as hexadecimal text; the 64 bits are taken as unsigned. */
    public static String number(long value) {
        return Long.toHexString(value);
    }

    /** The low eight bits as two digits, as signals and exit codes are written. */
    public static String twoDigits(int value) {
        return LOWER.toHexDigits((byte) value);
    }

    /**
     * Reads an unsigned number of at most 64 bits.
     *
     * @throws IllegalArgumentException when the text is empty, holds anything but hexadecimal digits or is too long
     */
    public static long parseNumber(String digits) {
        if (digits.isEmpty() || !isDigits(digits)) {
            throw new IllegalArgumentException("'" + digits + "' is not a hexadecimal number");
        }
        return Long.parseUnsignedLong(digits, 16);
    }

    /**
     * Reads a number that must fit into an {@code int} of zero or more.
     *
     * @throws IllegalArgumentException when it does not
     */
    public static int parseInt(String digits) {
        long value = parseNumber(digits);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("0x" + digits + " is not in 0..0x7fffffff");
        }
        return (int) value;
    }

    /** Bytes as two digits each. */
    public static String ofBytes(byte[] bytes) {
        return LOWER.formatHex(bytes);
    }

    /**
     * Reads two digits for each byte.
     *
     * @throws IllegalArgumentException when the text has an odd length or holds anything but hexadecimal digits
     */
    public static byte[] parseBytes(String digits) {
        return LOWER.parseHex(digits);
    }

    /** Reads two digits for each byte, from digits that are bytes themselves; empty when they are anything else. */
    public static Optional<byte[]> parseBytes(byte[] digits) {
        byte[] bytes = new byte[digits.length / 2];
        int wrong = digits.length % 2 == 0 ? 0 : -1;
        for (int i = 0; i < bytes.length; i++) {
            int high = DIGITS[digits[2 * i] & 0xff];
            int low = DIGITS[digits[2 * i + 1] & 0xff];
            bytes[i] = (byte) (high << 4 | low);
            wrong |= high | low;
        }
        return wrong < 0 ? Optional.empty() : Optional.of(bytes);
    }

    /** Text as the hexadecimal digits of its UTF-8 bytes, as names and monitor commands are sent. */
    public static String ofText(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads UTF-8 text from two digits for each byte.
     *
     * @throws IllegalArgumentException as {@link #parseBytes(String)} does
     */
    public static String parseText(String digits) {
        return new String(parseBytes(digits), StandardCharsets.UTF_8);
    }

    /** True when the text is hexadecimal digits, an even number of them, perhaps none. */
    public static boolean isBytes(String text) {
        return text.length() % 2 == 0 && isDigits(text);
    }

    /** True for the digits of one byte at least, or {@code x} for those that are not known (GDB manual, node "Packets", {@code g}). */
    public static boolean isRegisters(String text) {
        return !text.isEmpty() && isBytes(text.replace('x', '0').replace('X', '0'));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
