package org.tcbridge.rsp;

import java.nio.charset.StandardCharsets;

/** Bytes as text with one char a byte, the form in which commands and replies carry them: immutable and comparable. */
public final class Latin1 {

    private Latin1() {}

    /** The bytes as text. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Some of the bytes as text. */
    public static String text(byte[] bytes, int from, int count) {
        return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
    }

    /** The text as bytes; every char must be at most 0xff. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
