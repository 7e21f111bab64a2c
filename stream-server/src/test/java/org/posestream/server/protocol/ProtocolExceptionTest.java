package org.posestream.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProtocolExceptionTest {

    @Test
    void shouldRepeatTheReasonWhereACloseFrameHasRoomForIt() {
        assertEquals("a".repeat(123), reason("a".repeat(123)).closeReason());
        assertEquals("a".repeat(123), reason("a".repeat(124)).closeReason());
    }

    @Test
    void shouldNotEndACloseReasonWithinACharacter() {
        String cut = reason("a" + "\u20ac".repeat(50)).closeReason();
        assertEquals("a" + "\u20ac".repeat(40), cut);
        assertEquals(121, cut.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldCutOffReasonsThatNobodyWouldRead() {
        assertEquals("a".repeat(300) + "...", reason("a".repeat(400)).getMessage());
    }

    @Test
    void shouldBeOneLine() {
        assertEquals("a?b?", reason("a\nb\0").getMessage());
    }

    private static ProtocolException reason(String text) {
        return new ProtocolException(ErrorCode.INVALID_OPTION, text);
    }
}
