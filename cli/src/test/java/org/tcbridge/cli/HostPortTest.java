package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4002, 127.0.0.1, 4002",
        "localhost:0, localhost, 0",
        "board-7.lab_2.example:65535, board-7.lab_2.example, 65535",
        "[::1]:3002, ::1, 3002",
        "[fe80::1%eth0]:3002, fe80::1%eth0, 3002",
    })
    void parsesAndWritesTheSame(String text, String host, int port) {
        HostPort parsed = HostPort.parse(text);

        assertThat(parsed).isEqualTo(new HostPort(host, port));
        assertThat(parsed.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "4002", ":4002", "localhost:", "local host:1", "a/b:1", "localhost:x", "h:-1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s': expected HOST:PORT, such as 127.0.0.1:4002", text);
    }

    @Test
    void bareIpv6IsToldAboutBrackets() {
        assertThatThrownBy(() -> HostPort.parse("::1:4002"))
                .hasMessage("'::1:4002': expected HOST:PORT, such as 127.0.0.1:4002, an IPv6 address in brackets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "99999999999999999999"})
    void portsHave16Bits(String port) {
        assertThatThrownBy(() -> HostPort.parse("h:" + port))
                .hasMessage("'h:%s': port %s: expected 0 to 65535", port, port);
    }
}
