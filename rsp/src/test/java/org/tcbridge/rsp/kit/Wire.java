package org.tcbridge.rsp.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A second, plain implementation of the framing, so that tests do not check the codec with itself. Bytes are text with one
 * char each.
 */
public final class Wire {

    private Wire() {}

    /** A packet with its payload escaped and a checksum. */
    public static String packet(String payload) {
        return enclose('$', escape(payload));
    }

    /** A frame whose body is given as it is to stand on the wire. */
    public static String enclose(char start, String body) {
        return start + body + '#' + "%02x".formatted(body.chars().sum() & 0xff);
    }

    /** The text with its four special characters escaped. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append("#$}*".indexOf(c) < 0 ? "" + c : "}" + (char) (c ^ 0x20));
        }
        return out.toString();
    }

    /** The text with escapes undone, and run-length in what a server replies. */
    public static String unescape(String body, boolean reply) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '}') {
                out.append((char) (body.charAt(++i) ^ 0x20));
            } else if (c == '*' && reply) {
                out.append(String.valueOf(out.charAt(out.length() - 1)).repeat(body.charAt(++i) - 29));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** A body with its runs encoded; counts that would be a frame's special characters are avoided. */
    public static String runLength(String body) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < body.length(); ) {
            char c = body.charAt(i);
            int run = 1;
            while (i + run < body.length() && body.charAt(i + run) == c && run < 98) {
                run++;
            }
            while (run > 3 && "#$+-*%".indexOf(run - 1 + 29) >= 0) {
                run--;
            }
            out.append(
                    run > 3
                            ? "" + c + '*' + (char) (run - 1 + 29)
                            : String.valueOf(c).repeat(run));
            i += run;
        }
        return out.toString();
    }

    /** Text in hexadecimal. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** Hexadecimal read as text. */
    public static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /** Reads one frame with its checksum, or one byte that stands outside of frames. */
    static String read(InputStream in) throws IOException {
        StringBuilder item = new StringBuilder().append(octet(in));
        if ("$%".contains(item)) {
            while (item.charAt(item.length() - 1) != '#') {
                item.append(octet(in));
            }
            item.append(octet(in)).append(octet(in));
        }
        return item.toString();
    }

    private static char octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection ended");
        }
        return (char) octet;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
