package org.posestream.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpAddressTest {

    @ParameterizedTest
    @CsvSource({"localhost, localhost, 39539", "avatar-pc.local:9000, avatar-pc.local, 9000",
        "192.168.0.5:1, 192.168.0.5, 1", "[::1]:65535, ::1, 65535", "[fe80::1%eth0], fe80::1%eth0, 39539"})
    void shouldReadHostAndPort(String text, String host, int port) {
        assertEquals(new UdpAddress(host, port), UdpAddress.parse(text, 39539));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":9000", "host:", "host:0", "host:65536", "host:99999", "host:x", "::1", "udp://host:1",
        "a b:1", "host:1:2", "[::1", "me@host:1"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertEquals("must be HOST:PORT with a port from 1 to 65535, such as 192.168.0.5:39539 or [::1]:39539, but"
                + " was '" + text + "'",
                assertThrows(IllegalArgumentException.class, () -> UdpAddress.parse(text, 39539)).getMessage());
    }

    @Test
    void shouldAskForAPortWhereThereIsNoUsualOne() {
        assertThrows(IllegalArgumentException.class, () -> UdpAddress.parse("localhost", 0));
        assertEquals("[::1]:9000", UdpAddress.parse("[::1]:9000", 0).toString());
    }
}
