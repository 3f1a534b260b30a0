package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as logs show them. */
class HostPortTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1:4002", "::1, [::1]:4002", "2001:db8:0:0:0:0:0:7, [2001:db8::7]:4002"})
    void anAddressIsShort(String address, String shown) throws UnknownHostException {
        assertThat(HostPort.of(new InetSocketAddress(InetAddress.getByName(address), 4002)))
                .hasToString(shown);
    }
}
