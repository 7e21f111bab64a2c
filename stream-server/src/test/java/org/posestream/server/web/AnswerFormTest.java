package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.FullHttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerFormTest {

    private static final Map<String, String> OTHER_ORIGIN =
            Map.of("Access-Control-Allow-Origin", "https://studio.example", "Vary", "Origin");

    @Test
    void shouldTellThatAnAnswerVariesByOriginBesidesWhatTheReplySays() {
        Reply packed = Reply.line(200, "packed").with("Vary", "Accept-Encoding");
        assertEquals(List.of("Origin", "Accept-Encoding"), values(packed, "Vary", true));
        assertEquals(List.of("Origin"), values(Reply.line(200, "plain"), "Vary", true));
    }

    @Test
    void shouldSayNothingTwice() {
        Reply preflight = Reply.noContent().with("Vary", "Origin")
                .with("Access-Control-Allow-Origin", "https://studio.example");
        assertEquals(List.of("Origin"), values(preflight, "Vary", true));
        assertEquals(List.of("https://studio.example"), values(preflight, "Access-Control-Allow-Origin", true));
    }

    /** RFC 9110, 7.8: who sends Upgrade must name it in Connection. */
    @Test
    void shouldNameTheUpgradeInConnectionWhetherOrNotItEnds() {
        Reply required = Reply.line(426, "a WebSocket").with("Upgrade", "websocket").with("Connection", "Upgrade");
        assertEquals(List.of("Upgrade"), values(required, "Connection", true));
        assertEquals(List.of("close", "Upgrade"), values(required, "Connection", false));
        assertEquals(List.of(), values(Reply.line(200, "plain"), "Connection", true));
    }

    private static List<String> values(Reply reply, String name, boolean keepAlive) {
        FullHttpResponse response = new AnswerForm(false, keepAlive, true, false, OTHER_ORIGIN).whole(reply);
        return response.headers().getAll(name);
    }
}
