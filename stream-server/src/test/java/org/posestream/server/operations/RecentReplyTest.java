package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.posestream.server.web.Reply;

class RecentReplyTest {

    private final RecentReply recent = new RecentReply();
    private int made;

    @Test
    void shouldMakeOneReplyASecond() {
        assertEquals("1\n", at(0));
        assertEquals("1\n", at(999_999_999));
        assertEquals("2\n", at(1_000_000_000));
        assertEquals("2\n", at(1_999_999_999));
        assertEquals("3\n", at(60_000_000_000L));
    }

    private String at(long nanos) {
        Reply reply = recent.get(nanos, () -> {
            made++;
            return Reply.line(200, String.valueOf(made));
        });
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
