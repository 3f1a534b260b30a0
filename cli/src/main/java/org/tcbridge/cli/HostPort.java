package org.tcbridge.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A TCP end point as users write it.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets; not resolved
 * @param port 0 to 65535
 */
record HostPort(String host, int port) {
    private static final Pattern SYNTAX = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w-]+)]|([\\w.-]+)):(\\d+)");

    /** Parses {@code HOST:PORT}, an IPv6 address in brackets. */
    static HostPort parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            String hint = text.chars().filter(c -> c == ':').count() > 1 ? ", an IPv6 address in brackets" : "";
            throw new TypeConversionException(
                    "'%s': expected HOST:PORT, such as 127.0.0.1:4002%s".formatted(text, hint));
        }
        String digits = matcher.group(3);
        int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (port > 65535) {
            throw new TypeConversionException("'%s': port %s: expected 0 to 65535".formatted(text, digits));
        }
        String bracketed = matcher.group(1);
        return new HostPort(bracketed == null ? matcher.group(2) : bracketed, port);
    }

    /** The same host with another port. */
    HostPort withPort(int other) {
        return new HostPort(host, other);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
