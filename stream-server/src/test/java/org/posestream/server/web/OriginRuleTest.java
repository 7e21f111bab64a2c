package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRuleTest {

    @Test
    void shouldLetInWhatIsNoBrowser() {
        assertTrue(OriginRule.allows(new DefaultHttpHeaders().set(HttpHeaderNames.HOST, "127.0.0.1:8080")));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1:8080, true",
        "http://localhost:3000, 127.0.0.1:8080, true",
        "http://[::1]:3000, localhost:8080, true",
        "https://Hall.example, hall.example:8080, true",
        "http://evil.example, 127.0.0.1:8080, false",
        "http://127.0.0.1.evil.example, 127.0.0.1:8080, false",
        "http://localhost, hall.example:8080, false",
        "null, 127.0.0.1:8080, false",
        "::, 127.0.0.1:8080, false",
        "http://127.0.0.1, :::, false",
    })
    void shouldLetInPagesOfTheSameHostOnly(String origin, String host, boolean allowed) {
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.ORIGIN, origin)
                .set(HttpHeaderNames.HOST, host);

        assertEquals(allowed, OriginRule.allows(headers));
    }
}
