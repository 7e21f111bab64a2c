package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRuleTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LocalHost:8080, true",
        "pose.localhost:8080, true",
        "127.0.0.1, true",
        "127.0.0.1:8080, true",
        "10.0.0.7:8080, true",
        "[::1], true",
        "[::1]:8080, true",
        "evil.example, false",
        "evil.example:8080, false",
        "localhost.evil.example:8080, false",
        "evillocalhost, false",
        "127.0.0.1.evil.example:8080, false",
        "[evil.example]:8080, false",
        "127.0.0.1:8080:evil, false",
        "[::1, false",
        "'', false",
        ":8080, false",
    })
    void shouldAnswerToLocalNamesOnlyOnLoopback(String host, boolean allowed) throws Exception {
        assertEquals(allowed, allows("127.0.0.1", host));
        assertEquals(allowed, allows("::1", host));
        assertTrue(allows("0.0.0.0", host));
        assertTrue(allows("10.0.0.7", host));
    }

    @Test
    void shouldAnswerToWhatIsNoBrowser() throws UnknownHostException {
        assertTrue(new HostRule(InetAddress.getByName("127.0.0.1")).allows(new DefaultHttpHeaders()));
    }

    private static boolean allows(String bound, String host) throws UnknownHostException {
        return new HostRule(InetAddress.getByName(bound))
                .allows(new DefaultHttpHeaders().set(HttpHeaderNames.HOST, host));
    }
}
