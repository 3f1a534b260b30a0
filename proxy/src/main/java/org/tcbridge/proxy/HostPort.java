package org.tcbridge.proxy;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * A host and a TCP port as users write them: {@code localhost:3002}, {@code [::1]:4002}.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    /** Checks the port. */
    public HostPort {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
        }
    }

    /**
     * Parses {@code HOST:PORT}; an empty host means {@code localhost}.
     *
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (host.indexOf(':') >= 0 && !bracketed)) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected HOST:PORT, an IPv6 address in brackets, such as 127.0.0.1:4002");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("'" + text + "': port '" + port + "' is not a number from 0 to 65535");
        }
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare.isEmpty() ? "localhost" : bare, Integer.parseInt(port));
    }

    /** The address of a bound socket, an IPv6 one in its short form (RFC 5952), such as {@code ::1}. */
    public static HostPort of(InetSocketAddress address) {
        return new HostPort(NetUtil.toAddressString(address.getAddress()), address.getPort());
    }

    /** The socket address, resolved now. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
